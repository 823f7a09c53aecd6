import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseProxy } from '../support/database-proxy.js';
import { until } from '../support/until.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const terminal = ['accepted', 'failed', 'suppressed', 'skipped', 'held'];

/** audience = heldOut + Σ skipped + accepted + failed + uncertain, with nothing open. */
async function expectBalance(world: World, id: string, audience: number): Promise<void> {
  const { counts, open } = await progressOf(world, id);
  expect(open).toBe(0);
  expect(Object.keys(counts).filter((state) => !terminal.includes(state))).toEqual([]);
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(audience);
}

const finished = (world: World, id: string) =>
  until(async () => {
    const [row] = await world.database.query<{ at: Date | null }>(
      'SELECT finished_at AS at FROM campaign WHERE id = ?',
      [id],
    );
    return row!.at !== null;
  });

describe('campaigns that are stopped', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld({ databaseConnections: 4 });
    await addContacts(world, 40);
  });

  afterEach(() => world.close());

  it('a paused campaign keeps no worker busy', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 100 } });
    const worker = await world.work();
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 3);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    await until(async () => !('sending' in (await progressOf(world, id)).counts));
    await sleep(500);
    const flushes = async () => {
      const { body } = await worker.app.inject({ url: '/metrics' });
      return Number(/saphan_flush_seconds_count\S* (\d+)/.exec(body)?.[1]);
    };
    const before = await flushes();
    expect(before).toBeGreaterThan(0);
    await sleep(2000);
    expect(await flushes()).toBe(before);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
    await finished(world, id);
    await expectBalance(world, id, 40);
  });

  it('a campaign that is cancelled while its audience is planned is closed for good', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    // Somebody else holds the last contact's place, so that planning waits in mid-transaction.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const blocker = world.database.transaction(async (sql) => {
      await sql.execute(
        `INSERT INTO delivery (campaign_id, contact_id, mailing_id, channel, purpose, state, due_at,
           planned_at) SELECT ?, MAX(id), 0, 'email', 'marketing', 'skipped', NOW(3), NOW(3)
         FROM contact`,
        [id],
      );
      await held;
      throw new Error('rolled back');
    });
    await world.work();
    await untilState(world, id, 'running');
    await sleep(1500);
    expect((await world.marketer.post(`/v1/campaigns/${id}/cancel`, {})).status).toBe(200);
    await sleep(1500);
    release();
    await expect(blocker).rejects.toThrow('rolled back');
    await finished(world, id);
    await sleep(500);
    await expectBalance(world, id, 40);
    expect(world.caught.count(id).email).toBe(0);
  });

  it('a campaign that is cancelled while it starts is closed too', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const lock = world.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM campaign WHERE id = ? FOR UPDATE', [id]);
      await held;
    });
    // The worker queues for the lock first, then whoever cancels.
    await world.work();
    await sleep(1500);
    const cancelled = world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
    await sleep(300);
    release();
    await lock;
    expect((await cancelled).status).toBe(200);
    await finished(world, id);
    await sleep(500);
    expect((await progressOf(world, id)).open).toBe(0);
  });

  it('many people may press pause at once', async () => {
    const id = await draftCampaign(world);
    await world.work();
    await launch(world, id);
    await untilState(world, id, 'done');
    const others = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const other = await draftCampaign(world);
        await launch(world, other);
        return other;
      }),
    );
    const began = performance.now();
    const answers = await Promise.all(
      others.map((other) => world.marketer.post(`/v1/campaigns/${other}/cancel`, {})),
    );
    expect(answers.map(({ status }) => status).filter((s) => s !== 200 && s !== 409)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('workers beside each other', () => {
  it('two of them, and a database that hangs up on one, send each message once', async () => {
    const world = await startWorld();
    await addContacts(world, 300);
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 20 } });
    const proxy = await DatabaseProxy.start();
    await world.work();
    await world.work({ databaseUrl: proxy.instead(world.api.env.databaseUrl) });
    await launch(world, id);
    for (const share of [60, 120, 180]) {
      await until(() => world.caught.count(id).email >= share);
      proxy.cut();
      await sleep(300);
      proxy.mend();
    }
    await untilState(world, id, 'done', 40);
    await expectBalance(world, id, 300);
    const { messages } = world.caught.list({ campaign: id, limit: 1000 });
    const uncertain = await world.database.query(
      'SELECT id FROM delivery WHERE campaign_id = ? AND uncertain_at IS NOT NULL',
      [id],
    );
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(300);
    expect(messages.length - 300).toBeLessThanOrEqual(uncertain.length);
    expect(uncertain.length).toBeLessThanOrEqual(3 * world.api.env.sendConnections);
    proxy.stop();
    await world.close();
  }, 90_000);
});

describe('poison', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld();
    await addContacts(world, 10);
  });

  afterEach(() => world.close());

  it('a person whose address changed after planning is asked nothing at the new one', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 300 } });
    await world.work();
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 1);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    await until(async () => !('sending' in (await progressOf(world, id)).counts));
    const waiting = await world.database.query<{ contact: string }>(
      `SELECT contact_id AS contact FROM delivery WHERE campaign_id = ? AND state = 'planned' LIMIT 2`,
      [id],
    );
    const [moved, gone] = waiting.map(({ contact }) => contact);
    await world.database.execute(
      `UPDATE contact SET email = 'new@example.test', email_hash = UNHEX(SHA2('new', 256)) WHERE id = ?`,
      [moved],
    );
    await world.database.execute(
      'UPDATE contact SET email = NULL, email_hash = NULL WHERE id = ?',
      [gone],
    );
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: 8, suppressed: 2 });
    const reasons = await world.database.query<{ reason: string }>(
      `SELECT reason FROM delivery WHERE campaign_id = ? AND state = 'suppressed' ORDER BY reason`,
      [id],
    );
    expect(reasons.map(({ reason }) => reason)).toEqual(['address_changed', 'no_address']);
  });

  it('a template that can no longer be compiled fails its own campaign and no other', async () => {
    const [poisoned, sound] = [await draftCampaign(world), await draftCampaign(world)];
    for (const id of [poisoned, sound]) {
      await world.marketer.post(`/v1/campaigns/${id}/submit`);
      await world.admin.post(`/v1/campaigns/${id}/approve`);
    }
    await world.database.execute(
      `INSERT INTO template_version (template_id, version, bundle, bundle_hash, created_at)
       SELECT template_id, version + 100, REPLACE(bundle, 'contact.firstName', 'contact.shoeSize'),
         bundle_hash, created_at FROM template_version`,
    );
    await world.database.execute(
      `UPDATE mailing SET template_version_id = (SELECT MAX(id) FROM template_version)
       WHERE campaign_id = ?`,
      [poisoned],
    );
    await world.work();
    for (const id of [poisoned, sound])
      await world.marketer.post(`/v1/campaigns/${id}/schedule`, {});
    await untilState(world, sound, 'done');
    await untilState(world, poisoned, 'done');
    expect((await progressOf(world, sound)).counts).toEqual({ accepted: 10 });
    expect((await progressOf(world, poisoned)).counts).toEqual({ failed: 10 });
    expect(world.caught.count(poisoned).email).toBe(0);
  });

  it('a server that takes every copy and then breaks off gets three, not more', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ to: /^c5@/, fault: { do: 'drop-after' } });
    await world.work();
    await launch(world, id);
    await untilState(world, id, 'done', 40);
    expect((await progressOf(world, id)).counts).toEqual({ accepted: 9, held: 1 });
    expect(world.caught.list({ campaign: id, to: 'c5@', limit: 10 }).messages).toHaveLength(3);
  });
});
