import { TriggerWork } from '#libs/campaigns';
import { Stage } from '../support/triggers/stage.js';

/** Several processes at the same feed: here, several shares of the work at a time. */
describe('triggers at the same time', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open('2026-11-22T03:00:00.000Z');
  });
  afterAll(() => stage.close());

  /** Lets events come in while four look for work. */
  async function race(event: (n: number) => Promise<unknown>, count: number): Promise<void> {
    const work = stage.worker.get(TriggerWork);
    let coming = true;
    const workers = Array.from({ length: 4 }, async () => {
      while (coming) await work.arrive();
    });
    for (let n = 0; n < count; n += 2) await Promise.all([event(n), event(n + 1)]);
    coming = false;
    await Promise.all(workers);
    await stage.settle();
  }

  it('once is once, however many look', async () => {
    const id = await stage.begin({ on: 'event', event: 'clicked', reentry: { kind: 'once' } });
    await race((n) => stage.event((n % 2) + 1, 'clicked'), 60);
    expect((await stage.sent(id)).sort()).toEqual([1, 2]);
  });

  it('neither a cap nor an hourly limit is overrun', async () => {
    const id = await stage.begin({
      on: 'event',
      event: 'scrolled',
      cap: { times: 3, days: 1 },
      perHour: 7,
    });
    await race((n) => stage.event((n % 3) + 1, 'scrolled'), 60);
    const sent = await stage.sent(id);
    expect(sent).toHaveLength(7);
    for (const person of [1, 2, 3])
      expect(sent.filter((each) => each === person).length).toBeLessThanOrEqual(3);
    expect(await stage.firings(id)).toHaveLength(60);
  });

  it('a stop that was answered lets nothing through', async () => {
    const id = await stage.begin({ on: 'event', event: 'zoomed' });
    let stopped = 0;
    await race(async (n) => {
      if (n === 20) {
        await stage.world.marketer.post(`/v1/campaigns/${id}/stop`, {});
        stopped = (await stage.firings(id)).length;
      } else if (n < 20 || stopped > 0) await stage.event(1, 'zoomed');
    }, 40);
    expect(await stage.firings(id)).toHaveLength(stopped);
    expect(stopped).toBeGreaterThan(0);
  });
});
