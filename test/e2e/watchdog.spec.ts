import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Balance } from '#libs/campaigns';
import { TrackingTokens } from '#libs/messaging';
import { Metrics } from '#libs/platform';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { until } from '../support/until.js';
import { addContacts, draftCampaign, launch, progressOf, startWorld, untilState, type World } from '../support/world.js'; // prettier-ignore

const postmarkLogin = 'postmark:a-long-password-of-ours';

const ready = async ({ app }: RunningWorker) => {
  const answer = await fetch(`${await app.getUrl()}/health/ready`);
  return { status: answer.status, body: (await answer.json()) as { checks: object } };
};
const metric = async ({ app }: RunningWorker, name: string) => {
  const text = await app.get(Metrics).registry.metrics();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
};

describe('a worker that watches over itself', () => {
  let world: World;
  let worker: RunningWorker;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 10);
    worker = await world.work({ watchdogSeconds: 2 });
  });
  afterEach(() => world.mail.faults.clear());
  afterAll(() => world.close());

  it('is not ready while messages are due and none ends, and is again once they do', async () => {
    expect((await ready(worker)).status).toBe(200);
    // A queue that gives out no work, as one does that hangs.
    const { env } = world.api;
    const connection = new Redis(env.redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue('delivery.send', { prefix: env.queuePrefix, connection });
    await queue.pause();
    const id = await draftCampaign(world);
    await launch(world, id);
    await until(async () => (await ready(worker)).status === 503, 30);
    expect((await ready(worker)).body.checks).toMatchObject({
      progress: { state: 'down', why: expect.stringContaining('none has ended') as unknown },
      database: { state: 'up' },
    });
    expect(await metric(worker, 'saphan_delivery_stalled_seconds')).toBeGreaterThanOrEqual(2);
    await queue.resume();
    await untilState(world, id, 'done');
    await until(async () => (await ready(worker)).status === 200, 10);
    expect(await metric(worker, 'saphan_delivery_stalled_seconds')).toBe(0);
    await queue.close();
    connection.disconnect();
  }, 60_000);

  it('is ready while work is due and all sending is held', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 400 } });
    await launch(world, id);
    await until(async () => 'sending' in (await progressOf(world, id)).counts);
    await world.admin.post('/v1/sending/hold', { reason: 'stocktaking' });
    await new Promise((resolve) => setTimeout(resolve, 8000));
    expect((await progressOf(world, id)).counts.planned).toBeGreaterThan(0);
    expect(await ready(worker)).toMatchObject({
      status: 200,
      body: { notes: { sending: 'held' } },
    });
    world.mail.faults.clear();
    await world.admin.post('/v1/sending/release', { reason: 'done' });
    await untilState(world, id, 'done');
  }, 60_000);

  it('counts campaigns whose ledger does not hold what was planned', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 1000 } });
    await launch(world, id);
    await until(async () => {
      const query = 'SELECT 1 FROM campaign_run WHERE campaign_id = ? AND planned_at IS NOT NULL';
      return (await world.database.query(query, [id])).length > 0;
    });
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    const balance = worker.app.get(Balance);
    await balance.sweep();
    expect(await metric(worker, 'saphan_unbalanced_campaigns')).toBe(0);
    await world.database.execute('DELETE FROM delivery WHERE campaign_id = ? LIMIT 1', [id]);
    await balance.sweep();
    expect(await metric(worker, 'saphan_unbalanced_campaigns')).toBe(1);
  }, 60_000);
});

describe('a worker whose mail server lets nobody in', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ postmarkLogin });
    await addContacts(world, 100);
  });
  afterAll(() => world.close());

  it('is not ready, however often it knocks and whatever comes back of what was sent before', async () => {
    const before = await world.work();
    const old = await draftCampaign(world);
    await launch(world, old);
    await untilState(world, old, 'done');
    await before.stop();
    // Nobody listens there. Pauses between attempts double from 2 s: for half a minute none is of 10 s.
    const worker = await world.work({ smtpUrl: 'smtp://127.0.0.1:1', watchdogSeconds: 10 });
    await launch(world, await draftCampaign(world));
    await until(async () => (await metric(worker, 'saphan_send_attempts_total')) > 0);
    const sent = await world.database.query<{ id: string }>(
      'SELECT id FROM delivery WHERE campaign_id = ?',
      [old],
    );
    const tokens = world.api.app.get(TrackingTokens, { strict: false });
    await until(async () => {
      // Complaints about what was accepted before keep coming in.
      const message = { Metadata: { delivery: tokens.messageId(sent.pop()!.id) } };
      const complaint = { RecordType: 'SpamComplaint', Type: 'SpamComplaint', ...message };
      const authorization = `Basic ${Buffer.from(postmarkLogin).toString('base64')}`;
      const answer = await world.api.anonymous.post('/v1/webhooks/postmark', complaint, { authorization }); // prettier-ignore
      expect(answer.status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return (await ready(worker)).status === 503;
    }, 17);
    expect(await metric(worker, 'saphan_send_attempts_total')).toBeGreaterThan(5);
    await worker.stop();
  }, 60_000);
});
