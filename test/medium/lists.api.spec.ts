import { Database } from '#libs/platform';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';

let api: TestApi;
let marketer: Client;
let agent: Client;
const people: string[] = [];

const begin = async (name: string): Promise<string> => {
  const { status, body } = await marketer.post<{ id: string }>('/v1/lists', { name });
  expect(status).toBe(201);
  return body.id;
};
const add = (list: string, ...contactIds: string[]) =>
  marketer.post(`/v1/lists/${list}/contacts`, { contactIds });
const noted = async (): Promise<string[]> => {
  const database = api.app.get(Database);
  const rows = await database.query<{ id: string }>(
    'SELECT DISTINCT contact_id AS id FROM recheck WHERE topic = 0 ORDER BY contact_id',
  );
  await database.execute('DELETE FROM recheck');
  return rows.map(({ id }) => id);
};

beforeAll(async () => {
  api = await startApi();
  marketer = await api.as('marketer');
  agent = await api.as('agent');
  for (let n = 1; n <= 3; n += 1) {
    const { body } = await marketer.post<{ id: string }>('/v1/contacts', { externalId: `P${n}` });
    people.push(body.id);
  }
});
afterAll(() => api.close());

describe('lists', () => {
  it('are begun, renamed, listed and counted', async () => {
    const id = await begin('  Guests of ป้า ');
    expect((await marketer.patch(`/v1/lists/${id}`, { name: 'Guests' })).body).toMatchObject({
      id,
      name: 'Guests',
    });
    await add(id, people[0]!, people[1]!);
    expect((await agent.get(`/v1/lists/${id}`)).body).toMatchObject({ name: 'Guests', count: 2 });
    expect((await agent.get('/v1/lists?limit=1')).body).toMatchObject({
      items: [{ id }],
      next: null,
    });
  });

  it('have names of their own, letter case and accents aside', async () => {
    const id = await begin('Press');
    await begin('ป่า');
    await begin('ป้า');
    const taken = { status: 409, body: { code: 'list.name_taken' } };
    expect(await marketer.post('/v1/lists', { name: 'PRÉSS' })).toMatchObject(taken);
    expect(await marketer.patch(`/v1/lists/${id}`, { name: 'ป้า' })).toMatchObject(taken);
    expect(await marketer.patch(`/v1/lists/${id}`, { name: 'press' })).toMatchObject({
      status: 200,
    });
    const blank = await marketer.post('/v1/lists', { name: ' ' });
    expect(blank).toMatchObject({ status: 400, body: { code: 'list.name_invalid' } });
  });

  it('hold each contact once, and say who does not exist', async () => {
    const id = await begin('Once');
    await noted();
    const first = await add(id, people[0]!, people[0]!, people[2]!, '999999');
    expect(first).toMatchObject({ status: 200, body: { added: 2, unknown: ['999999'] } });
    expect(await noted()).toEqual([people[0], people[2]]);
    expect((await add(id, people[2]!)).body).toEqual({ added: 0, unknown: [] });
    expect(await noted()).toEqual([]);
    const off = { contactIds: [people[2], people[1]] };
    const removed = await marketer.post(`/v1/lists/${id}/contacts/remove`, off);
    expect(removed).toMatchObject({ status: 200, body: { removed: 1 } });
    expect(await noted()).toContain(people[2]);
    expect((await marketer.get(`/v1/lists/${id}`)).body).toMatchObject({ count: 1 });
  });

  it('take a thousand at a time and no more, and need their scope', async () => {
    const id = await begin('Many');
    const many = Array.from({ length: 1001 }, (_, n) => String(n + 1));
    expect(await add(id, ...many)).toMatchObject({ status: 400 });
    expect(await add(id, ...many.slice(1))).toMatchObject({ status: 200 });
    expect(await agent.post('/v1/lists', { name: 'x' })).toMatchObject({ status: 403 });
    const unknown = { status: 404, body: { code: 'list.not_found' } };
    expect(await add('999', people[0]!)).toMatchObject(unknown);
  });

  it('forget whoever is erased, and rules find who is on them', async () => {
    const id = await begin('Rule');
    await add(id, ...people);
    const rule = { version: 1, where: { kind: 'on_list', operator: 'on', list: id } };
    const count = async () => (await marketer.post('/v1/segments/preview', { rule })).body;
    expect(await count()).toEqual({
      count: 3,
      sentence: { en: 'Contacts who are on the list “Rule”', th: 'ลูกค้าที่อยู่ในรายชื่อ “Rule”' },
    });
    expect((await marketer.delete(`/v1/contacts/${people[1]}`)).status).toBe(204);
    expect(await count()).toMatchObject({ count: 2 });
    expect((await marketer.get(`/v1/lists/${id}`)).body).toMatchObject({ count: 2 });
    const none = { version: 1, where: { kind: 'on_list', operator: 'on', list: '999' } };
    expect((await marketer.post('/v1/segments/preview', { rule: none })).body).toMatchObject({
      code: 'rule.invalid',
      errors: [{ code: 'rule.unknown_list' }],
    });
  });
});
