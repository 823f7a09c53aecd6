import { setTimeout as sleep } from 'node:timers/promises';
import { REDIS } from '#libs/platform';
import type { Redis } from 'ioredis';
import { until } from '../support/until.js';
import { atWork, end, killWorkers, spawnWorker } from '../support/worker-process.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

describe('triggers while processes die', () => {
  let world: World;
  let events = 0;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 50);
  });
  afterEach(killWorkers);
  afterAll(() => world.close());

  /** Events of everybody in turn, acknowledged. */
  async function happen(name: string, count: number): Promise<void> {
    const batch = Array.from({ length: count }, () => ({
      id: `e${++events}`,
      name,
      at: new Date().toISOString(),
      contact: { email: `c${(events % 50) + 1}@example.test` },
      properties: { order: `o${events}` },
    }));
    const { status } = await world.marketer.post('/v1/events', { events: batch });
    expect(status).toBe(200);
  }

  /** All that a flush of Redis takes from this system. */
  async function flush(): Promise<void> {
    const redis = world.api.app.get<Redis>(REDIS);
    const keys = await redis.keys(`${world.api.env.queuePrefix}*`);
    if (keys.length > 0) await redis.del(keys);
  }

  const caught = (id: string) => world.caught.count(id).email;

  /** Each event has one firing and one message; what came twice is listed as uncertain. */
  async function expectEachOnce(id: string, name: string, count: number): Promise<void> {
    await until(async () => {
      const { counts, open } = await progressOf(world, id);
      return open === 0 && counts.accepted === count;
    }, 60);
    const fired = await world.database.query(
      `SELECT e.id, COUNT(f.id) AS n, SUM(f.state = 'sent') AS sent
       FROM event e JOIN event_name n ON n.id = e.name_id AND n.name = ?
       LEFT JOIN firing f ON f.campaign_id = ? AND f.cause_ref = e.id
       GROUP BY e.id HAVING n <> 1 OR sent <> 1`,
      [name, id],
    );
    expect(fired).toEqual([]);
    const { messages } = world.caught.list({ campaign: id, limit: 10_000 });
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(count);
    const uncertain = await world.database.query(
      'SELECT 1 FROM delivery WHERE campaign_id = ? AND uncertain_at IS NOT NULL',
      [id],
    );
    expect(messages.length - count).toBeLessThanOrEqual(uncertain.length);
    expect(await world.database.query('SELECT 1 FROM feed')).toEqual([]);
  }

  it('kill -9 in mid-firing, two workers, a flushed Redis: each event is acted upon once', async () => {
    const id = await draftCampaign(world, {
      segmentId: null,
      trigger: {
        on: 'event',
        event: 'ordered',
        reentry: { kind: 'per', key: 'properties.order' },
      },
    });
    await launch(world, id);
    let first = spawnWorker(world.api.env);
    const second = spawnWorker(world.api.env);
    await untilState(world, id, 'running', 30);
    const total = 600;
    let done = false;
    const happening = (async () => {
      for (let sent = 0; sent < total; sent += 10) {
        await happen('ordered', 10);
        await sleep(20);
      }
      done = true;
    })();
    for (const share of [0.15, 0.35, 0.55]) {
      await until(() => caught(id) > share * total || done, 60);
      await end(first, 'SIGKILL');
      await flush();
      first = spawnWorker(world.api.env);
    }
    await happening;
    await expectEachOnce(id, 'ordered', total);
    await atWork(first);
    expect(await end(first, 'SIGTERM')).toBe(0);
    expect(await end(second, 'SIGTERM')).toBe(0);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
  }, 180_000);

  it('kill -9 while what has waited is decided: each is decided once', async () => {
    const id = await draftCampaign(world, {
      segmentId: null,
      trigger: { on: 'event', event: 'returned', cap: { times: 1000, days: 1 } },
    });
    await launch(world, id);
    let worker = spawnWorker(world.api.env);
    await untilState(world, id, 'running', 30);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    const total = 1500;
    for (let sent = 0; sent < total; sent += 500) await happen('returned', 500);
    const firings = async (state: string) => {
      const rows = await world.database.query<{ n: string }>(
        'SELECT COUNT(*) AS n FROM firing WHERE campaign_id = ? AND state = ?',
        [id, state],
      );
      return Number(rows[0]!.n);
    };
    await until(async () => (await firings('waiting')) === total, 60);
    expect(caught(id)).toBe(0);
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    for (const least of [1, total / 2]) {
      await until(async () => (await firings('sent')) >= least, 60);
      await end(worker, 'SIGKILL');
      worker = spawnWorker(world.api.env);
    }
    await expectEachOnce(id, 'returned', total);
    await end(worker, 'SIGTERM');
  }, 180_000);
});
