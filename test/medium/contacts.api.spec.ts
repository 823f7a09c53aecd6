import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { IMPORT_LIMITS, type ImportLimits } from '#libs/contacts';
import { startWorker, type RunningWorker } from '../../apps/worker/src/worker.js';
import { migrations } from '../../migrations/index.js';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';
import { until } from '../support/until.js';

let api: TestApi;
let worker: RunningWorker;
let marketer: Client;
let agent: Client;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: { ...api.env, port: 0 }, migrations });
  marketer = await api.as('marketer');
  agent = await api.as('agent');
  await marketer.post('/v1/attributes', {
    name: 'tier',
    type: 'text',
    labelEn: 'Tier',
    labelTh: 'ระดับ',
  });
  const wording = {
    version: 'v1',
    channel: 'email',
    purpose: 'marketing',
    language: 'en',
    wording: 'Yes.',
  };
  expect((await marketer.post('/v1/consent-wordings', wording)).status).toBe(201);
});

afterAll(async () => {
  await worker.stop();
  await api.close();
});

const csv = { 'content-type': 'text/csv' };

interface ImportView {
  id: string;
  state: string;
  counts: Record<string, number>;
  share: number;
  rowsPerSecond: number;
}

async function begin(body: object = {}): Promise<string> {
  const answer = await marketer.post<ImportView>('/v1/imports', {
    adapter: 'contacts_csv',
    fileName: 'people.csv',
    ...body,
  });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

describe('contacts over HTTP', () => {
  it('are made, changed, read, listed and erased', async () => {
    const made = await marketer.post<{ id: string }>('/v1/contacts', {
      email: 'Api@Example.test',
      firstName: 'มาลี',
      attributes: { tier: 'ทอง' },
      tags: ['VIP'],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { email: 'api@example.test', attributes: { tier: 'ทอง' }, tags: ['vip'], consents: [] },
    });
    const path = `/v1/contacts/${made.body.id}`;
    const changed = await marketer.patch(path, { firstName: null, addTags: ['new'] });
    expect(changed.body).toMatchObject({ firstName: null, tags: ['new', 'vip'] });
    expect((await agent.get(path)).body).toEqual(changed.body);
    const listed = await marketer.get('/v1/contacts?tag=vip');
    expect(listed.body).toMatchObject({ items: [{ id: made.body.id }], next: null });
    expect((await agent.delete(path)).status).toBe(403);
    expect((await marketer.delete(path)).status).toBe(204);
    expect((await marketer.get(path)).body).toMatchObject({
      status: 404,
      code: 'contact.not_found',
    });
    const check = await marketer.post('/v1/suppressions/check', {
      channel: 'email',
      address: 'api@example.test',
    });
    expect(check.body).toEqual({ suppressed: true, reason: 'erasure' });
  });

  it('say what is wrong, and where', async () => {
    expect(await marketer.post('/v1/contacts', { email: 'x', admin: true })).toMatchObject({
      status: 400,
      body: {
        code: 'request.invalid',
        errors: [{ place: '/admin', code: 'request.unknown_field' }],
      },
    });
    expect(
      await marketer.post('/v1/contacts', { email: 'x', attributes: { no: 1 } }),
    ).toMatchObject({
      status: 400,
      body: {
        code: 'contact.invalid',
        errors: [
          { place: '/email', code: 'email.invalid' },
          { place: '/attributes/no', code: 'attribute.unknown' },
        ],
      },
    });
    await marketer.post('/v1/contacts', { email: 'twice@example.test' });
    expect(await marketer.post('/v1/contacts', { email: 'twice@example.test' })).toMatchObject({
      status: 409,
      body: { code: 'contact.email_taken' },
    });
  });

  it('keep what people said on the telephone', async () => {
    const { body } = await marketer.post<{ id: string }>('/v1/contacts', {
      email: 'tel@example.test',
    });
    const path = `/v1/contacts/${body.id}/consents`;
    const said = { channel: 'email', purpose: 'marketing', source: 'call_centre' };
    const yes = { ...said, granted: true, wordingVersion: 'v1', evidence: { call: '77' } };
    expect((await agent.post(path, yes)).body).toMatchObject({
      consents: [{ channel: 'email', purpose: 'marketing', granted: true }],
    });
    expect((await agent.post(path, { ...said, granted: false })).body).toMatchObject({
      consents: [{ granted: false }],
    });
    expect((await agent.get(path)).body).toMatchObject({
      items: [
        { granted: true, wordingVersion: 'v1', evidence: { call: '77' } },
        { granted: false, wordingVersion: null },
      ],
    });
    expect((await agent.post(path, { ...yes, occurredAt: '2026-01-01T00:00:00' })).status).toBe(
      400,
    );
  });
});

describe('events over HTTP', () => {
  it('are answered one by one', async () => {
    const { body } = await marketer.post<{ id: string }>('/v1/contacts', {
      email: 'event@example.test',
    });
    const event = { id: '1', name: 'seen', at: '2026-01-01T00:00:00Z', contact: { id: body.id } };
    const answer = await agent.post('/v1/events', {
      events: [event, event, { ...event, id: '2', at: 'now' }],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        items: [
          { status: 'accepted' },
          { status: 'duplicate' },
          { status: 'error', place: '/events/2/at', code: 'event.at_invalid' },
        ],
      },
    });
    const many = { events: Array.from({ length: 1001 }, () => event) };
    expect((await agent.post('/v1/events', many)).status).toBe(400);
    const poison =
      '{"events":[{"id":"3","name":"seen","at":"2026-01-01T00:00:00Z","contact":{"id":"1"},"properties":{"__proto__":{"x":1}}}]}';
    const refused = await agent.post('/v1/events', poison, { 'content-type': 'application/json' });
    expect(refused.status).toBe(400);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('imports over HTTP', () => {
  it('go from the file to the report of what was refused', async () => {
    const id = await begin({ options: { mapping: { Mail: 'email', Name: 'firstName' } } });
    expect((await marketer.get<ImportView>(`/v1/imports/${id}`)).body).toMatchObject({
      state: 'uploading',
      share: 0,
    });
    const file = 'Mail,Name\nimport1@example.test,=มาลี\nwrong,x\n';
    const sent = await marketer.put<ImportView>(
      `/v1/imports/${id}/file`,
      Readable.from([file]),
      csv,
    );
    expect(sent).toMatchObject({ status: 202 });
    const view = async () => (await marketer.get<ImportView>(`/v1/imports/${id}`)).body;
    await until(async () => (await view()).state === 'done');
    expect(await view()).toMatchObject({
      counts: { created: 1, updated: 0, unchanged: 0, failed: 1 },
      share: 1,
      rowsPerSecond: expect.any(Number) as number,
    });
    const errors = await marketer.get(`/v1/imports/${id}/errors.csv`);
    expect(errors.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(errors.text).toBe(
      '\uFEFFline,column,code,reason\n' +
        '3,Mail,email.invalid,An e-mail address has the form name@example.com.\n',
    );
    expect((await marketer.get('/v1/imports')).body).toMatchObject({ items: [{ id }] });
    expect((await marketer.post(`/v1/imports/${id}/cancel`)).body).toMatchObject({
      status: 409,
      code: 'import.state_conflict',
    });
    expect((await marketer.put(`/v1/imports/${id}/file`, file, csv)).status).toBe(409);
  });

  it('escape the names of columns that could be formulas', async () => {
    const id = await begin({ options: { mapping: { '=cmd()': 'email' } } });
    await marketer.put(`/v1/imports/${id}/file`, '=cmd()\nwrong\n', csv);
    await until(async () => (await marketer.get(`/v1/imports/${id}`)).body.state === 'done');
    expect((await marketer.get(`/v1/imports/${id}/errors.csv`)).text).toContain(
      "\n2,'=cmd(),email",
    );
  });

  it('refuse what is no file, and options that make no sense', async () => {
    const id = await begin();
    expect(await marketer.put(`/v1/imports/${id}/file`, { a: 1 })).toMatchObject({ status: 415 });
    expect(await marketer.put(`/v1/imports/${id}/file`, '', csv)).toMatchObject({
      status: 400,
      body: { code: 'import.file_empty' },
    });
    const body = { adapter: 'contacts_csv', fileName: 'x', options: { delimiter: '::' } };
    expect(await marketer.post('/v1/imports', body)).toMatchObject({
      status: 400,
      body: { code: 'import.option_invalid', errors: [{ place: '/options/delimiter' }] },
    });
    expect((await agent.post('/v1/imports', body)).status).toBe(403);
  });

  it('stop reading a file that is too large, and say so on a real connection', async () => {
    const limits = api.app.get<ImportLimits>(IMPORT_LIMITS);
    const usual = limits.maxFileBytes;
    limits.maxFileBytes = 3 * 1024 * 1024;
    try {
      const address = await api.listen();
      const id = await begin();
      const key = await (
        await api.as('admin')
      ).post<{ key: string }>('/v1/api-keys', { name: 'upload', scopes: ['imports:write'] });
      async function* endless() {
        for (let i = 0; i < 200; i++) yield Buffer.alloc(100_000, 'x');
      }
      const answer = await fetch(`${address}/v1/imports/${id}/file`, {
        method: 'PUT',
        body: Readable.toWeb(Readable.from(endless())) as ReadableStream,
        headers: { ...csv, authorization: `Bearer ${key.body.key}` },
        duplex: 'half',
      } as RequestInit);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'import.file_too_large' });
      const [left] = await api.app
        .get(DataSource)
        .query<{ n: string }[]>('SELECT COUNT(*) AS n FROM import_chunk WHERE import_id = ?', [id]);
      expect(left!.n).toBe('0');
    } finally {
      limits.maxFileBytes = usual;
    }
  });
});
