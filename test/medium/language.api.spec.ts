import { Ajv2020 } from 'ajv/dist/2020.js';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';

let api: TestApi;
let analyst: Client;

beforeAll(async () => {
  api = await startApi();
  analyst = await api.as('analyst');
});
afterAll(() => api.close());

describe('the rule language over HTTP', () => {
  it('is described by a schema that holds rules', async () => {
    const { status, body } = await analyst.get<object>('/v1/rules/schema');
    expect(status).toBe(200);
    const validate = new Ajv2020({ strictTypes: false }).compile(body);
    expect(validate({ version: 1, where: { kind: 'everyone' } })).toBe(true);
    expect(validate({ version: 1, where: { kind: 'nobody' } })).toBe(false);
  });

  it('lists what rules may speak of', async () => {
    const marketer = await api.as('marketer');
    const list = await marketer.post<{ id: string }>('/v1/lists', { name: 'Guests' });
    const rule = { version: 1, where: { kind: 'on_list', operator: 'on', list: list.body.id } };
    const segment = await marketer.post<{ id: string }>('/v1/segments', { name: 'Invited', rule });
    const attribute = { name: 'tier', type: 'text', labelEn: 'tier', labelTh: 'ระดับ' };
    await marketer.post('/v1/attributes', attribute);
    const { body } = await analyst.get<Record<string, unknown[]>>('/v1/rules/vocabulary');
    expect(body).toMatchObject({
      lists: [{ id: list.body.id, name: 'Guests' }],
      segments: [{ id: segment.body.id, name: 'Invited' }],
      timeZone: expect.any(String) as string,
    });
    const label = { en: 'tier', th: 'ระดับ' };
    expect(body.fields).toContainEqual({ name: 'attributes.tier', kind: 'text', label });
    expect(body.fields).toContainEqual({
      name: 'birthDate',
      kind: 'date',
      label: { en: 'birth date', th: 'วันเกิด' },
    });
    expect(body.kinds).toContainEqual({ kind: 'on_list', fields: [], operators: ['on', 'not_on'] });
  });

  it('is for those who may read segments', async () => {
    const agent = await api.as('agent');
    for (const path of ['schema', 'vocabulary'])
      expect((await agent.get(`/v1/rules/${path}`)).status).toBe(403);
  });
});
