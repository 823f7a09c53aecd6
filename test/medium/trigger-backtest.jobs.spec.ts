import { TriggerBacktestRunner, TriggerBacktestService } from '#libs/campaigns';
import { BACKTEST_LIMITS, type BacktestLimits } from '#libs/segments';
import { Stage } from '../support/triggers/stage.js';
import { beginTrial, never, tried, type TriedView } from '../support/triggers/tried.js';
import { until } from '../support/until.js';

const PEOPLE = 40;
const trigger = { on: 'event', event: 'visited', reentry: { kind: 'after', days: 1 } };

describe('the job of a trigger’s backtest', () => {
  let stage: Stage;
  let limits: BacktestLimits;

  beforeAll(async () => {
    stage = await Stage.open('2027-08-20T08:00:00.000Z', PEOPLE);
    limits = stage.worker.get<BacktestLimits>(BACKTEST_LIMITS);
    for (let person = 1; person <= PEOPLE; person += 1)
      for (const hour of ['03', '12'])
        await stage.event(person, 'visited', { at: `2027-08-1${person % 8}T${hour}:00:00Z` });
  });
  afterAll(() => stage.close());

  const again = (share = 1) => tried(stage, { trigger }, 20, { arrival: 'happened', share });
  const begun = async () => {
    const { body } = await beginTrial(stage, { trigger }, 20, { arrival: 'happened' });
    return body;
  };
  const get = async (id: string) =>
    (await stage.world.marketer.get<TriedView>(`/v1/trigger-backtests/${id}`)).body;

  it('goes on where it stopped, and counts nobody twice when two work on it', async () => {
    const whole = await again();
    expect(whole).toMatchObject({ looked: PEOPLE, fired: PEOPLE, happenings: 2 * PEOPLE });
    const { chunk } = limits;
    limits.chunk = 3;
    const { id } = await begun();
    const runner = stage.worker.get(TriggerBacktestRunner);
    let stops = 0;
    let progress = 0;
    for (let of = await get(id); of.state !== 'done'; of = await get(id)) {
      expect(of.progress).toBeGreaterThanOrEqual(progress);
      ({ progress } = of);
      const stop = new AbortController();
      const stopping = setTimeout(() => stop.abort(), 20);
      await Promise.all([runner.run(id, stop.signal), runner.run(id, stop.signal)]);
      clearTimeout(stopping);
      stops += 1;
    }
    limits.chunk = chunk;
    expect(stops).toBeGreaterThan(1);
    expect({ ...(await get(id)), id: '' }).toEqual({ ...whole, id: '' });
  });

  it('is handed on by the sweep to whoever works, and stops for good when cancelled', async () => {
    const { id } = await begun();
    const service = stage.worker.get(TriggerBacktestService);
    await service.sweep();
    const cancel = (of: string) =>
      stage.world.marketer.post(`/v1/trigger-backtests/${of}/cancel`, {});
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled', looked: 0 });
    expect((await cancel(id)).status).toBe(200);
    await stage.worker.get(TriggerBacktestRunner).run(id, never);
    expect(await get(id)).toMatchObject({ state: 'cancelled', looked: 0 });
    const done = await again();
    expect(await cancel(done.id)).toMatchObject({
      status: 409,
      body: { code: 'backtest.state_conflict' },
    });
  });

  it('is no rule’s backtest', async () => {
    const { id } = await begun();
    const { marketer } = stage.world;
    const missing = { status: 404, body: { code: 'backtest.not_found' } };
    expect(await marketer.get(`/v1/backtests/${id}`)).toMatchObject(missing);
    expect(await marketer.post(`/v1/backtests/${id}/cancel`, {})).toMatchObject(missing);
    expect(await marketer.get('/v1/trigger-backtests/999')).toMatchObject(missing);
    expect(await get(id)).toMatchObject({ state: 'queued' });
    await marketer.post(`/v1/trigger-backtests/${id}/cancel`, {});
  });

  it('scales up a sample, and says by how much', async () => {
    const found = await again(0.5);
    expect(found.looked).toBeGreaterThan(PEOPLE / 5);
    expect(found.looked).toBeLessThan((PEOPLE * 4) / 5);
    expect(found.scaledBy).toBeCloseTo(PEOPLE / found.looked);
    expect(found.contacts).toBe(PEOPLE);
  });

  it('writes nothing but its own row', async () => {
    const { database } = stage.world;
    const tables = await database.query<{ t: string }>(
      `SELECT table_name AS t FROM information_schema.tables WHERE table_schema = DATABASE()
         AND table_name NOT IN ('backtest', 'session')`,
    );
    const sums = () =>
      database.query(`CHECKSUM TABLE ${tables.map(({ t }) => `\`${t}\``).join(', ')}`);
    const before = await sums();
    await again();
    expect(await sums()).toEqual(before);
  });

  it('is done by a worker that takes it from the queue', async () => {
    const { id } = await begun();
    await stage.world.work();
    await until(async () => (await get(id)).state === 'done', 20);
    expect(await get(id)).toMatchObject({ fired: PEOPLE, looked: PEOPLE });
  });

  it('says what is wrong, and where', async () => {
    const fault = async (definition: object) => {
      const { status, body } = await beginTrial(stage, definition, 5);
      const { errors } = body as unknown as { errors: { place: string; code: string }[] };
      return [status, ...errors.map(({ place, code }) => `${place} ${code}`)];
    };
    expect(await fault({})).toEqual([400, '/definition/trigger backtest.no_trigger']);
    expect(await fault({ trigger: { on: 'event' } })).toEqual([
      400,
      '/definition/trigger/event trigger.bad_value',
    ]);
    expect(await fault({ trigger: { on: 'event', event: 'vsited' } })).toEqual([
      400,
      '/definition/trigger/event backtest.unknown_event',
    ]);
    expect(await fault({ trigger: { ...trigger, exit: { event: 'nothing' } } })).toEqual([
      400,
      '/definition/trigger/exit/event backtest.unknown_event',
    ]);
    expect(await fault({ trigger: { on: 'left', segmentId: '999' } })).toEqual([
      400,
      '/definition/trigger/segmentId segment.not_found',
    ]);
    expect(await fault({ trigger, segmentId: '999' })).toEqual([
      400,
      '/definition/segmentId segment.not_found',
    ]);
    expect(await fault({ trigger: { on: 'calendar', every: 'day', at: '09:00' } })).toEqual([
      400,
      '/definition/segmentId backtest.no_segment',
    ]);
    stage.world.api.app.get<BacktestLimits>(BACKTEST_LIMITS).unfinished = 0;
    expect(await beginTrial(stage, { trigger }, 5)).toMatchObject({
      status: 409,
      body: { code: 'backtest.too_many' },
    });
  });
});
