import { AddressHasher } from '#libs/platform';
import { VirtualClock } from '../support/clock.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
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

interface Line {
  state: string;
  reason: string | null;
}

describe('an organisation’s sending limits', () => {
  const clock = new VirtualClock('2026-11-22T15:00:00.000Z'); // 22:00 in Bangkok
  let world: World;

  const none = { caps: [], quietHours: [], pace: [], warmUps: [] };
  const limits = (body: object) => world.marketer.put('/v1/sending-limits', { ...none, ...body });
  const lines = async (id: string): Promise<Line[]> =>
    (await world.marketer.get<{ items: Line[] }>(`/v1/campaigns/${id}/deliveries`)).body.items;
  /** People at example.test. */
  const addMore = async ({ database, api }: World, count: number): Promise<void> => {
    const hasher = api.app.get(AddressHasher);
    const emails = Array.from({ length: count }, (_, n) => `more${n}@example.test`);
    const at = new Date('2026-01-01T00:00:00Z');
    await database.execute(
      'INSERT INTO contact (email, email_hash, created_at, updated_at) VALUES ?',
      [emails.map((email) => [email, hasher.hash(email), at, at])],
    );
    await database.execute(
      `INSERT IGNORE INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
       SELECT id, 'email', 'marketing', 1, created_at FROM contact`,
    );
  };
  const caught = (campaign: string) => world.caught.list({ campaign, limit: 1000 }).messages.length;

  beforeAll(async () => {
    world = await startWorld({}, clock);
    await addContacts(world, 6);
    await world.work();
  });
  afterAll(() => world.close());
  afterEach(() => limits({}));

  it('are none at first, and say what is wrong with them', async () => {
    expect((await world.marketer.get('/v1/sending-limits')).body).toEqual(none);
    const quiet = { channel: 'sms', country: null, from: '21:00', to: '21:00' };
    const empty = await limits({ quietHours: [quiet] });
    expect(empty.status).toBe(400);
    expect(empty.body).toMatchObject({
      code: 'limits.empty_window',
      errors: [{ place: '/quietHours/0/to' }],
    });
    const small = await limits({ quietHours: [{ ...quiet, to: '08:00', country: 'th' }] });
    expect(small.body).toMatchObject({ errors: [{ place: '/quietHours/0/country' }] });
    const pace = [{ scope: 'channel', key: 'Email', messages: 1, per: 'second' }];
    expect((await limits({ pace })).body).toMatchObject({
      code: 'limits.channel_unknown',
      errors: [{ place: '/pace/0/key' }],
    });
    const wrong = await limits({
      caps: [{ channel: null, messages: 0, hours: 1 }],
      quietHours: [],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ errors: [{ place: '/caps/0/messages' }] });
    const analyst = await world.api.as('analyst');
    expect((await analyst.put('/v1/sending-limits', none)).status).toBe(403);
  });

  it('let nobody be woken: what is marketing waits for the morning, the rest goes', async () => {
    const kept = {
      ...none,
      quietHours: [{ channel: null, country: null, from: '21:00', to: '08:00' }],
    };
    expect((await limits(kept)).body).toEqual(kept);
    await world.database.execute(`UPDATE contact SET time_zone = 'Europe/London' WHERE id % 2 = 0`);
    const id = await draftCampaign(world);
    await launch(world, id);
    // In London it is three in the afternoon.
    await until(async () => (await progressOf(world, id)).counts.accepted === 3);
    await until(
      async () => (await lines(id)).filter((l) => l.reason === 'quiet_hours').length === 3,
    );
    expect(caught(id)).toBe(3);
    const [{ hours }] = (await world.database.query<{ hours: number }>(
      `SELECT TIMESTAMPDIFF(MINUTE, NOW(3), MIN(due_at)) / 60 + 0e0 AS hours FROM delivery
       WHERE campaign_id = ? AND state = 'planned'`,
      [id],
    )) as [{ hours: number }];
    expect(hours).toBeGreaterThan(9.9);
    expect(hours).toBeLessThanOrEqual(10);

    const receipt = await draftCampaign(world, { purpose: 'transactional' });
    await launch(world, receipt);
    await untilState(world, receipt, 'done');
    expect(caught(receipt)).toBe(6);

    clock.advance({ hours: 10 });
    await world.database.execute(
      `UPDATE delivery SET due_at = NOW(3) WHERE campaign_id = ? AND state = 'planned'`,
      [id],
    );
    await untilState(world, id, 'done');
    expect(caught(id)).toBe(6);
    expect((await lines(id)).every(({ reason }) => reason === null)).toBe(true);
  });

  it('cap what one person gets, and the dry run knows', async () => {
    await limits({ caps: [{ channel: null, messages: 1, hours: 168 }] });
    const id = await draftCampaign(world);
    const dryRun = await world.marketer.get(`/v1/campaigns/${id}/dry-run`);
    expect(dryRun.body).toMatchObject({ audience: 6, planned: 0, skipped: { capped: 6 } });
    await limits({ caps: [{ channel: null, messages: 2, hours: 168 }] });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(caught(id)).toBe(6);
    const next = await draftCampaign(world, { priority: 'high' });
    await world.database.execute('DELETE FROM suppression');
    const preflight = await world.marketer.get(`/v1/campaigns/${next}/preflight`);
    expect(preflight.text).toContain('preflight.nobody');
  });

  it('are asked for before an SMS, and a trigger takes no broadcast’s timing', async () => {
    const id = await draftCampaign(world, { localTime: '09:00' }, 'sms');
    const preflight = await world.marketer.get(`/v1/campaigns/${id}/preflight`);
    expect(preflight.text).toContain('preflight.no_quiet_hours');
    expect(preflight.text).not.toContain('preflight.timing_of_trigger');
    const trigger = { on: 'event', event: 'purchase' };
    const triggered = await draftCampaign(world, { localTime: '09:00', trigger });
    const found = await world.marketer.get(`/v1/campaigns/${triggered}/preflight`);
    expect(found.text).toContain('preflight.timing_of_trigger');
  });

  it('hold the pace to a mail domain, and let the others pass', async () => {
    const pace = [{ scope: 'domain', key: 'example.test', messages: 5, per: 'second' }];
    expect((await limits({ pace })).body).toMatchObject({ pace });
    const { database } = world;
    const [{ id: one }] = (await database.query<{ id: string }>(
      'SELECT MIN(id) AS id FROM contact',
    )) as [{ id: string }];
    const elsewhere = 'someone@elsewhere.test';
    await database.execute('UPDATE contact SET email = ?, email_hash = ? WHERE id = ?', [
      elsewhere,
      world.api.app.get(AddressHasher).hash(elsewhere),
      one,
    ]);
    await addMore(world, 17);
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const { messages } = world.caught.list({ campaign: id, limit: 1000 });
    const paced = messages.filter(({ to }) => to[0] !== elsewhere).map(({ at }) => Date.parse(at));
    paced.sort((a, b) => a - b);
    expect(paced).toHaveLength(22);
    // A broadcast has four of the five.
    for (let n = 4; n < paced.length; n++) expect(paced[n]! - paced[n - 4]!).toBeGreaterThan(900);
    expect(paced.at(-1)! - paced[0]!).toBeLessThan(15_000);
  });
});

describe('a mail server that says it is too much', () => {
  let world: World;
  let server: ScriptedSmtp;

  beforeAll(async () => {
    server = await ScriptedSmtp.start({
      RCPT: ['451 4.7.1 slow down', '450 4.7.1 slow', '250 ok'],
    });
    world = await startWorld({ smtpUrl: server.url });
    await addContacts(world, 8);
    await world.work();
  });
  afterAll(async () => {
    await world.close();
    server.stop();
  });

  it('gets less for a while, everybody can see it, and in the end everything', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: 8 });
    const { body } = await world.marketer.get('/v1/sending-limits/slow-downs');
    expect(body).toMatchObject({ items: [{ domain: 'example.test' }] });
    expect(server.bodies).toHaveLength(8);
  });
});
