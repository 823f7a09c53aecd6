import type { Client } from '../support/client.js';
import { until } from '../support/until.js';
import { addContacts, everyone, startWorld, type World } from '../support/world.js';

let world: World;
let marketer: Client;
let ids: string[];

beforeAll(async () => {
  world = await startWorld();
  ({ marketer } = world);
  ids = await addContacts(world, 12);
  const events = ids.slice(0, 6).map((id, i) => ({
    id: `o${i}`,
    name: 'purchased',
    at: new Date(Date.now() - i * 3_600_000).toISOString(),
    contact: { id },
    value: i + 1,
    currency: 'THB',
  }));
  await marketer.post('/v1/events', { events });
  await world.work();
});

afterAll(() => world?.close());

const labels = { labelEn: 'RFM score', labelTh: 'คะแนน RFM' };
const rfm = {
  name: 'rfm',
  kind: 'rfm',
  event: 'purchased',
  currency: 'THB',
  periodDays: 365,
  ...labels,
};

describe('metrics over HTTP', () => {
  it('are declared, scored by a worker, counted by segments', async () => {
    const made = await marketer.post('/v1/metrics', rfm);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ ...rfm, archived: false, scoredAt: null });
    const list = async () =>
      (await marketer.get<{ items: { scoredAt: string | null }[] }>('/v1/metrics')).body.items;
    await until(async () => (await list())[0]!.scoredAt !== null);
    const where = { kind: 'number', field: 'metrics.rfm', operator: 'at_least', value: 111 };
    const preview = await marketer.post('/v1/segments/preview', { rule: { version: 1, where } });
    expect(preview.body).toMatchObject({
      count: 6,
      sentence: { en: 'Contacts whose RFM score is at least 111' },
    });
  });

  it('are relabelled and archived, and refused with their places', async () => {
    const renamed = await marketer.patch('/v1/metrics/rfm', { labelEn: 'score', labelTh: 'คะแนน' });
    expect(renamed.body).toMatchObject({ labelEn: 'score' });
    const archived = await marketer.post('/v1/metrics/rfm/archive', {});
    expect([archived.status, archived.body.archived]).toEqual([200, true]);
    const again = await marketer.post('/v1/metrics', rfm);
    expect(again.body).toMatchObject({ labelEn: 'score', archived: false });
    const other = await marketer.post('/v1/metrics', { ...rfm, periodDays: 30 });
    expect([other.status, other.body.code]).toEqual([409, 'metric.conflict']);
    const bad = await marketer.post('/v1/metrics', { ...rfm, name: 'x', currency: 'baht' });
    expect([bad.status, bad.body]).toMatchObject([
      400,
      { code: 'metric.invalid', errors: [{ place: '/currency', code: 'metric.currency_needed' }] },
    ]);
    expect((await marketer.post('/v1/metrics/none/archive', {})).status).toBe(404);
  });
});

describe('backtests over HTTP', () => {
  it('are jobs that are watched', async () => {
    const where = { kind: 'event', event: 'purchased', operator: 'at_least', times: 1 };
    const rule = { version: 1, where };
    const begun = await marketer.post<{ id: string }>('/v1/segments/backtest', { rule, days: 7 });
    expect([begun.status, begun.body]).toMatchObject([201, { share: 1, days: { length: 7 } }]);
    const path = `/v1/backtests/${begun.body.id}`;
    await until(async () => (await marketer.get(path)).body.state === 'done');
    const { body } = await marketer.get<{ days: { entered: number; members: number }[] }>(path);
    expect(body).toMatchObject({ progress: 1, looked: 12, entrants: 6, members: 0, campaigns: [] });
    expect(body.days.reduce((sum, { entered }) => sum + entered, 0)).toBe(6);
    expect(body.days.at(-1)?.members).toBe(6);
    const late = await marketer.post(`${path}/cancel`, {});
    expect([late.status, late.body.code]).toEqual([409, 'backtest.state_conflict']);
  });

  it('have bounds', async () => {
    for (const [more, status] of [
      [{ days: 91 }, 400],
      [{ days: 0 }, 400],
      [{ days: 7, share: 0 }, 400],
      [{ days: 7, share: 1, rule: { version: 2 } }, 400],
    ] as const) {
      const answer = await marketer.post('/v1/segments/backtest', { rule: everyone, ...more });
      expect([more, answer.status]).toEqual([more, status]);
    }
    expect((await marketer.get('/v1/backtests/999')).status).toBe(404);
  });
});
