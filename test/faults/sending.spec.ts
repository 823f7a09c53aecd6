import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.js';
import { end, killWorkers, spawnWorker } from '../support/worker-process.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

/** Copies of each message that the sink holds, by the address they went to. */
function copies(world: World, campaignId: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to } of world.caught.list({ campaign: campaignId, limit: 100_000 }).messages)
    for (const address of to) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}

const doubled = (counts: Map<string, number>) => [...counts.values()].filter((n) => n > 1).length;

/** Ids of deliveries that once were uncertain. */
async function uncertainOf(world: World, campaignId: string): Promise<string[]> {
  const { body } = await world.marketer.get<{ items: { id: string }[] }>(
    `/v1/campaigns/${campaignId}/deliveries?uncertain=true&limit=200`,
  );
  return body.items.map(({ id }) => id);
}

describe('worker processes that die', () => {
  const people = 1000;
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
  });

  afterEach(killWorkers);

  afterAll(() => world.close());

  it('kill -9 in mid-campaign: nothing is lost, and what came twice is listed as uncertain', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    const connections = world.api.env.sendConnections;
    let kills = 0;
    for (const share of [0.2, 0.4, 0.6]) {
      const worker = spawnWorker(world.api.env);
      await until(() => world.caught.count(id).email > share * people, 60);
      await end(worker, 'SIGKILL');
      kills++;
    }
    const last = spawnWorker(world.api.env);
    await untilState(world, id, 'done', 60);
    expect(await end(last, 'SIGTERM')).toBe(0);

    const counts = copies(world, id);
    expect(counts.size).toBe(people);
    const uncertain = await uncertainOf(world, id);
    expect(uncertain.length).toBeLessThanOrEqual(connections * kills);
    expect(doubled(counts)).toBeLessThanOrEqual(uncertain.length);
    const twice = [...counts].filter(([, n]) => n > 1).map(([to]) => to);
    const listed = await world.database.query<{ email: string }>(
      `SELECT c.email FROM delivery d JOIN contact c ON c.id = d.contact_id
       WHERE d.campaign_id = ? AND d.uncertain_at IS NOT NULL`,
      [id],
    );
    expect(listed.map(({ email }) => email)).toEqual(expect.arrayContaining(twice));
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
  }, 180_000);

  it('kill -9 while the audience is planned: everybody has one row', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    const worker = spawnWorker(world.api.env);
    await until(async () => (await progressOf(world, id)).state === 'running', 30);
    await end(worker, 'SIGKILL');
    const next = spawnWorker(world.api.env);
    await untilState(world, id, 'done', 60);
    await end(next, 'SIGTERM');
    expect(copies(world, id).size).toBe(people);
  }, 120_000);

  it('a worker that stands still beyond its lease is fenced when it wakes up', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    const connections = world.api.env.sendConnections;
    const frozen = spawnWorker(world.api.env);
    await until(() => world.caught.count(id).email > 0.2 * people, 60);
    frozen.kill('SIGSTOP');
    const other = spawnWorker(world.api.env);
    // What the frozen one had locked in the middle of a transaction is free again when the server ends
    // that, after half a minute.
    await until(() => world.caught.count(id).email > 0.6 * people, 90);
    frozen.kill('SIGCONT');
    await untilState(world, id, 'done', 60);
    const counts = copies(world, id);
    const uncertain = await uncertainOf(world, id);
    expect(counts.size).toBe(people);
    expect(uncertain.length).toBeLessThanOrEqual(connections);
    expect(doubled(counts)).toBeLessThanOrEqual(uncertain.length);
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
    await Promise.all([end(frozen, 'SIGTERM'), end(other, 'SIGTERM')]);
  }, 180_000);

  it('SIGTERM in mid-campaign: nothing twice, nothing uncertain', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    for (const share of [0.3, 0.6]) {
      const worker = spawnWorker(world.api.env);
      await until(() => world.caught.count(id).email > share * people, 60);
      expect(await end(worker, 'SIGTERM')).toBe(0);
    }
    await world.work();
    await untilState(world, id, 'done', 60);
    expect(world.caught.count(id).email).toBe(people);
    expect(await uncertainOf(world, id)).toEqual([]);
  }, 120_000);
});

describe('servers that fail', () => {
  const people = 60;
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
  });

  afterAll(() => world.close());

  afterEach(() => world.mail.faults.clear());

  it('550 for one address fails that one alone, with its status', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({
      to: /^c7@/,
      fault: { do: 'reply', code: 550, text: '5.1.1 No such user', at: 'rcpt' },
    });
    await world.work();
    await launch(world, id);
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people - 1, failed: 1 });
    const { body } = await world.marketer.get<{ items: object[] }>(
      `/v1/campaigns/${id}/deliveries?state=failed`,
    );
    expect(body.items).toMatchObject([
      { reason: 'rejected', replyCode: 550, replyStatus: '5.1.1', bounce: 'hard' },
    ]);
    // Nobody writes there again, except the tests below.
    const lifted = await world.database.execute('DELETE FROM suppression');
    expect(lifted.affectedRows).toBe(1);
  });

  it('451 defers, and the next attempt carries the same Message-ID', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({
      to: /^c[1-9]@/,
      times: 9,
      fault: { do: 'reply', code: 451, text: '4.7.1 Greylisted', at: 'data' },
    });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(copies(world, id).size).toBe(people);
    expect(doubled(copies(world, id))).toBe(0);
    const [row] = await world.database.query<{ attempts: number }>(
      'SELECT MAX(attempts) AS attempts FROM delivery WHERE campaign_id = ?',
      [id],
    );
    expect(row!.attempts).toBeGreaterThan(1);
  });

  it('a connection that breaks after the final dot makes one delivery uncertain', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ to: /^c5@/, times: 1, fault: { do: 'drop-after' } });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(await uncertainOf(world, id)).toHaveLength(1);
    expect(copies(world, id).get('c5@example.test')).toBe(2);
    expect(doubled(copies(world, id))).toBe(1);
  });

  it('a connection that breaks before it is tried again, once', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ to: /^c5@/, times: 1, fault: { do: 'drop-before' } });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(await uncertainOf(world, id)).toEqual([]);
    expect(copies(world, id).size).toBe(people);
    expect(doubled(copies(world, id))).toBe(0);
  });

  it('pause holds from the moment it is answered; resume sends the rest; cancel says why', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 150 } });
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 5);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, { reason: 'wait' });
    const [{ at }] = (await world.database.query<{ at: Date }>('SELECT NOW(3) AS at')) as [
      { at: Date },
    ];
    await sleep(1500);
    const late = await world.database.query(
      'SELECT 1 FROM delivery WHERE campaign_id = ? AND intent_at > ?',
      [id, at],
    );
    expect(late).toEqual([]);
    const sent = world.caught.count(id).email;
    expect(sent).toBeLessThan(people);
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await until(() => world.caught.count(id).email > sent);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, { reason: 'wrong price' });
    await until(async () => (await progressOf(world, id)).open === 0);
    const { counts } = await progressOf(world, id);
    expect(counts.accepted! + counts.skipped!).toBe(people);
    expect(world.caught.count(id).email).toBe(counts.accepted);
  });

  it('a person who is erased meanwhile gets nothing, and everybody else does', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 2000 } });
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 1);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    await until(async () => !('sending' in (await progressOf(world, id)).counts));
    const [waiting] = await world.database.query<{ contact: string }>(
      `SELECT contact_id AS contact FROM delivery
       WHERE campaign_id = ? AND state = 'planned' LIMIT 1`,
      [id],
    );
    expect((await world.admin.delete(`/v1/contacts/${waiting!.contact}`)).status).toBe(204);
    world.mail.faults.clear();
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people - 1, suppressed: 1 });
  });
});

describe('a mail server that is down', () => {
  it('loses nothing: it is all sent once the server is back', async () => {
    const world = await startWorld();
    await addContacts(world, 40);
    const id = await draftCampaign(world);
    const port = world.mail.port;
    await world.mail.stop();
    await world.work();
    await launch(world, id);
    await until(async () => ((await progressOf(world, id)).counts.deferred ?? 0) > 0);
    expect(world.caught.count(id).email).toBe(0);
    expect((await progressOf(world, id)).open).toBe(40);
    const { MailCatcher } = await import('../../tools/catcher/index.js');
    const back = await MailCatcher.start(world.caught, port);
    await untilState(world, id, 'done', 30);
    expect(copies(world, id).size).toBe(40);
    expect(doubled(copies(world, id))).toBe(0);
    await back.stop();
    await world.close();
  }, 60_000);

  it('goes on after Redis has forgotten everything', async () => {
    const world = await startWorld();
    await addContacts(world, 40);
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 100 } });
    const worker = await world.work();
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 3);
    await worker.stop();
    const { Redis } = await import('ioredis');
    const redis = new Redis(world.api.env.redisUrl);
    const keys = await redis.keys(`${world.api.env.queuePrefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    await world.work();
    await untilState(world, id, 'done', 30);
    expect(doubled(copies(world, id))).toBe(0);
    expect(copies(world, id).size).toBe(40);
    await world.close();
  }, 60_000);
});
