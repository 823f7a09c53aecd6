import { SeedService, TrackingTokens } from '#libs/messaging';
import { InboundService } from '#libs/responses';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { anyPort, courierTo, type Courier } from '../support/inbound.js';
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

const people = 40;
const seeds = ['c38@example.test', 'c39@example.test', 'c40@example.test'];
const settings = { addresses: seeds, waitMinutes: 30, leastShare: 0.5 };

interface Notices {
  notices: { level: string; kind: string; message: string; messageTh: string }[];
}

describe('a seed list', () => {
  let world: World;
  let worker: RunningWorker;
  let courier: Courier;
  let tokens: TrackingTokens;

  beforeAll(async () => {
    world = await startWorld({ inboundListen: anyPort });
    await addContacts(world, people);
    worker = await world.work();
    courier = courierTo(world, worker);
    tokens = world.api.app.get(TrackingTokens, { strict: false });
  });
  afterAll(() => world.close());

  const notices = async (id: string) =>
    ((await world.marketer.get(`/v1/campaigns/${id}/progress`)).body as unknown as Notices).notices;
  const statesOf = (id: string) =>
    world.database.query<{ id: string; email: string; state: string; arm: string | null }>(
      `SELECT d.id, c.email, d.state, d.arm FROM delivery d JOIN contact c ON c.id = d.contact_id
       WHERE d.campaign_id = ? ORDER BY d.id`,
      [id],
    );
  /** Starts a campaign whose seeds have their copies, while the others are due within a day. */
  async function underWay(definition = {}): Promise<string> {
    const id = await draftCampaign(world, { spreadMinutes: 1440, ...definition });
    await launch(world, id);
    await until(async () => {
      const states = await statesOf(id);
      return states.filter((row) => seeds.includes(row.email) && row.state === 'accepted').length === 3; // prettier-ignore
    });
    return id;
  }
  /** The copies, as they were caught on their way to the seeds. */
  async function copies(id: string): Promise<Buffer[]> {
    const { messages } = world.caught.list({ campaign: id, limit: 200 });
    const ours = messages.filter(({ to }) => to.some((address) => seeds.includes(address)));
    return Promise.all(ours.map(async (each) => Buffer.from((await world.caught.read(each.id))!)));
  }
  const messageIdOf = (raw: Buffer) => /^message-id:\s*(\S+)/im.exec(raw.toString('latin1'))![1]!;
  /** The wait is over. */
  const later = (id: string, minutes = 31) =>
    world.database.execute(
      `UPDATE delivery SET finished_at = finished_at - INTERVAL ? MINUTE
       WHERE campaign_id = ? AND finished_at IS NOT NULL`,
      [minutes, id],
    );
  const allDue = (id: string) =>
    world.database.execute(
      `UPDATE delivery SET due_at = NOW(3) WHERE campaign_id = ? AND state = 'planned'`,
      [id],
    );
  const keptOfMail = async () => {
    const tables = ['reply', 'inbound_unread'].map((table) =>
      world.database.query(`SELECT 1 FROM ${table}`),
    );
    return (await Promise.all(tables)).map((rows) => rows.length);
  };

  it('is set by an admin, of contacts alone', async () => {
    expect((await world.admin.get('/v1/seeds')).body).toEqual({ ...settings, addresses: [] });
    expect((await world.marketer.put('/v1/seeds', settings)).status).toBe(403);
    const odd = { ...settings, addresses: [seeds[0], 'nobody@example.test', 'x y'] };
    expect(await world.admin.put('/v1/seeds', odd)).toMatchObject({
      status: 400,
      body: {
        code: 'seeds.no_contact',
        errors: [{ place: '/addresses/1' }, { place: '/addresses/2' }],
      },
    });
    const shouted = { ...settings, addresses: seeds.map((address) => address.toUpperCase()) };
    expect((await world.admin.put('/v1/seeds', shouted)).body).toEqual(settings);
    expect((await world.admin.get('/v1/seeds')).body).toEqual(settings);
    const { body } = await world.admin.get<{ items: object[] }>('/v1/sending/operations?limit=1');
    expect(body.items).toMatchObject([{ kind: 'seeds.change', detail: { seeds: 3 } }]);
  });

  it('pauses a campaign of whose copies too few arrive, and nothing twice', async () => {
    const id = await underWay();
    const states = await statesOf(id);
    expect(states).toHaveLength(people);
    // They came first, and are in no arm.
    expect(states.slice(0, 3).map(({ email, arm }) => [email, arm])).toEqual(seeds.map((seed) => [seed, null])); // prettier-ignore
    expect(states.slice(3).every(({ arm }) => arm === 'treated')).toBe(true);
    const [copy] = await copies(id);
    // As the seed's server had it, which writes down whom it was from.
    const from = tokens.envelopeFrom(tokens.readMessageId(messageIdOf(copy!))!);
    const passedOn = Buffer.concat([Buffer.from(`Return-Path: <${from}>\r\n`), copy!]);
    await courier.deliver(passedOn, 'seeds@saphan.test', 'somebody@example.test');
    // It is no answer, nor anything for somebody to look at.
    expect(await keptOfMail()).toEqual([0, 0]);

    const judge = () => world.api.app.get(SeedService, { strict: false }).judge();
    await later(id, 29);
    await judge();
    expect(await notices(id)).toEqual([]);
    await later(id, 2);
    await untilState(world, id, 'paused');
    expect(await notices(id)).toMatchObject([
      {
        level: 'pause',
        kind: 'seeds_missing',
        message:
          'Paused by itself: 2 of 3 messages to seeds did not arrive (66.7 %); the limit is 50 %.',
        messageTh: 'หยุดส่งอัตโนมัติ: ข้อความถึงผู้รับทดสอบไปไม่ถึง 2 จาก 3 ฉบับ (66.7 %) เกินขีดจำกัด 50 %',
      },
    ]);
    expect((await progressOf(world, id)).counts.planned).toBeGreaterThan(0);
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await judge();
    await allDue(id);
    await untilState(world, id, 'done');
    expect(await notices(id)).toHaveLength(1);
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
  }, 60_000);

  it('lets one go on whose copies arrive, as whoever reads the mailboxes tells', async () => {
    const id = await underWay({ holdoutShare: 0.5 });
    const [first, second] = await copies(id);
    const tell = (messageId: string) => world.admin.post('/v1/seeds/arrivals', { messageId });
    expect((await tell(messageIdOf(first!))).status).toBe(204);
    expect((await tell(messageIdOf(first!))).status).toBe(204);
    // By its link for leaving, where a provider has put a Message-ID of its own in place of ours.
    const renamed = second!.toString('latin1').replace(/^message-id:.*$/im, 'Message-ID: <1@ses>');
    const inbound = worker.app.get(InboundService, { strict: false });
    expect(await inbound.take(Buffer.from(renamed, 'latin1'), [])).toBe('seed');
    const [, , , other] = await statesOf(id);
    const missing = ['<1@ses>', messageIdOf(first!).replace(/[0-9a-f]/, (c) => (c === '0' ? '1' : '0'))]; // prettier-ignore
    for (const messageId of missing)
      expect(await tell(messageId)).toMatchObject({ status: 404, body: { code: 'seeds.not_found' } }); // prettier-ignore
    expect(seeds).not.toContain(other!.email);
    await later(id);
    await world.api.app.get(SeedService, { strict: false }).judge();
    expect(await notices(id)).toEqual([]);
    await allDue(id);
    await untilState(world, id, 'done');
  }, 60_000);

  it('is nothing to text messages, and forgets whom an erasure forgets', async () => {
    const id = await draftCampaign(world, {}, 'sms');
    await launch(world, id);
    await untilState(world, id, 'done');
    const query = `SELECT 1 FROM seed_copy c JOIN delivery d ON d.id = c.delivery_id
      WHERE d.campaign_id = ?`;
    expect(await world.database.query(query, [id])).toEqual([]);
    const [gone] = await world.database.query<{ id: string }>(
      'SELECT id FROM contact WHERE email = ?',
      [seeds[0]],
    );
    expect((await world.admin.delete(`/v1/contacts/${gone!.id}`)).status).toBeLessThan(300);
    expect((await world.admin.get('/v1/seeds')).body).toEqual({
      ...settings,
      addresses: seeds.slice(1),
    });
    expect(await world.database.query('SELECT 1 FROM seed')).toHaveLength(2);
  }, 60_000);
});
