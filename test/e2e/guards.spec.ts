import { TrackingTokens } from '#libs/messaging';
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

const people = 150;
/** Fewer than by default, so that it does not take long; guard.spec.ts has the default. */
const volume = 50;
const patience = 90;
const login = 'postmark:a-long-password-of-ours';
const guards = {
  bounces: { warn: 0.02, pause: 0.05 },
  complaints: { warn: 0.0008, pause: 0.003 },
  errors: { warn: 0.02, pause: 0.05 },
  minimumVolume: volume,
  confirmAbove: 10_000,
};

interface Campaign {
  state: string;
  stateReason: string | null;
}
interface Notices {
  notices: { level: string; kind: string; message: string; messageTh: string }[];
}

describe('a campaign that goes wrong', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ postmarkLogin: login });
    await addContacts(world, people);
    await world.work();
  });
  afterEach(async () => {
    world.mail.faults.clear();
    await world.admin.put('/v1/sending/guards', guards);
    await world.database.execute('DELETE FROM suppression');
  });
  afterAll(() => world.close());

  const campaign = async (id: string) =>
    (await world.marketer.get<Campaign & Record<string, unknown>>(`/v1/campaigns/${id}`)).body;
  const notices = async (id: string) =>
    ((await world.marketer.get(`/v1/campaigns/${id}/progress`)).body as unknown as Notices).notices;
  const refuse = (code: number, text: string, at: 'rcpt' | 'data' = 'rcpt') =>
    world.mail.faults.add({ fault: { do: 'reply', code, text, at } });
  const tried = async (id: string) => {
    const { counts } = await progressOf(world, id);
    return (counts.failed ?? 0) + (counts.accepted ?? 0);
  };

  it('has the thresholds of the guide until somebody sets others', async () => {
    const defaults = { ...guards, minimumVolume: 200 };
    expect((await world.marketer.get('/v1/sending/guards')).body).toEqual(defaults);
    const denied = await world.marketer.put('/v1/sending/guards', guards);
    expect(denied).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    const odd = { ...guards, bounces: { warn: 0.5, pause: 0.05 } };
    expect(await world.admin.put('/v1/sending/guards', odd)).toMatchObject({
      status: 400,
      body: { code: 'guards.warn_above_pause', errors: [{ place: '/bounces/warn' }] },
    });
    await world.admin.put('/v1/sending/guards', guards);
    expect((await world.marketer.get('/v1/sending/guards')).body).toEqual(guards);
  });

  it('pauses by itself when a relay knows nobody, before it has suppressed its audience', async () => {
    const id = await draftCampaign(world);
    refuse(550, '5.1.1 No such user');
    await launch(world, id);
    await untilState(world, id, 'paused', patience);
    const { stateReason } = await campaign(id);
    expect(stateReason).toMatch(/^Paused by itself: (\d+) of \1 messages bounced \(100 %\)/);
    expect(stateReason).toContain('หยุดส่งอัตโนมัติ: ข้อความตีกลับ');
    expect(await notices(id)).toMatchObject([{ level: 'pause', kind: 'bounces' }]);
    // These, and what was under way: at most a window whose outcome came with them, and one behind it.
    const window = world.api.env.sendWindow;
    await until(async () => !('sending' in (await progressOf(world, id)).counts));
    expect(await tried(id)).toBeGreaterThanOrEqual(volume);
    expect(await tried(id)).toBeLessThanOrEqual(volume + 2 * window);
    const suppressed = await world.database.query('SELECT 1 FROM suppression');
    expect(suppressed.length).toBeLessThanOrEqual(volume + 2 * window);
    const moves = await world.marketer.get<{ items: { to: string; userId: string | null }[] }>(
      `/v1/campaigns/${id}/moves`,
    );
    expect(moves.body.items.at(-1)).toMatchObject({ to: 'paused', userId: null });
  }, 240_000);

  it('goes on when a person says so, and is counted anew from there', async () => {
    const id = await draftCampaign(world);
    refuse(550, '5.1.1 No such user');
    await launch(world, id);
    await untilState(world, id, 'paused', patience);
    world.mail.faults.clear();
    // A few still go wrong, which with those of before would be far too many.
    const fault = { do: 'reply', code: 550, text: '5.1.1 No such user', at: 'rcpt' } as const;
    world.mail.faults.add({ times: 1, fault });
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await untilState(world, id, 'done', patience);
    expect(await tried(id)).toBe(people);
    expect(await notices(id)).toHaveLength(1);
  }, 240_000);

  it('pauses when servers refuse it for our sake, which suppresses nobody', async () => {
    const id = await draftCampaign(world);
    refuse(554, '5.7.1 Your address is on our blocklist');
    await launch(world, id);
    await untilState(world, id, 'paused', patience);
    expect(await notices(id)).toMatchObject([{ level: 'pause', kind: 'errors' }]);
    expect(await world.database.query('SELECT 1 FROM suppression')).toEqual([]);
  }, 240_000);

  it('only warns between the two, and sends to the end', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({
      to: /^c\d*[05]0@/,
      fault: { do: 'reply', code: 550, text: '5.1.1 No such user', at: 'rcpt' },
    });
    await world.admin.put('/v1/sending/guards', { ...guards, bounces: { warn: 0.01, pause: 0.5 } });
    await launch(world, id);
    await untilState(world, id, 'done', patience);
    const [notice] = await notices(id);
    expect(notice).toMatchObject({ level: 'warn', kind: 'bounces' });
    expect(notice!.messageTh).toContain('โปรดตรวจสอบ');
    expect(await notices(id)).toHaveLength(1);
  }, 240_000);

  it('pauses by complaints that a provider tells, each counted once', async () => {
    const complaints = { warn: 0.0001, pause: 0.003 };
    await world.admin.put('/v1/sending/guards', { ...guards, minimumVolume: 1, complaints });
    const tokens = world.api.app.get(TrackingTokens, { strict: false });
    const id = await draftCampaign(world);
    world.mail.faults.add({ to: /^c[^1]/, fault: { do: 'delay', milliseconds: 1000 } });
    await launch(world, id);
    await until(async () => ((await progressOf(world, id)).counts.accepted ?? 0) >= 1);
    const accepted = await world.marketer.get<{ items: { id: string }[] }>(
      `/v1/campaigns/${id}/deliveries?state=accepted`,
    );
    const complain = () =>
      world.api.anonymous.post(
        '/v1/webhooks/postmark',
        {
          RecordType: 'SpamComplaint',
          Type: 'SpamComplaint',
          Metadata: { delivery: tokens.messageId(accepted.body.items[0]!.id) },
        },
        { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
      );
    expect((await complain()).status).toBe(200);
    await untilState(world, id, 'paused', patience);
    expect(await notices(id)).toMatchObject([{ level: 'pause', kind: 'complaints' }]);
    await complain();
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
    const [row] = await world.database.query<{ n: string }>(
      `SELECT SUM(complained) AS n FROM mailing_tally WHERE mailing_id =
         (SELECT MAX(mailing_id) FROM delivery WHERE campaign_id = ?)`,
      [id],
    );
    expect(Number(row!.n)).toBe(1);
  }, 240_000);

  it('pauses nothing that goes well', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done', patience);
    expect(await notices(id)).toEqual([]);
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
  }, 240_000);
});
