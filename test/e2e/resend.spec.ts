import PostalMime from 'postal-mime';
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

const people = 20;
const reason = 'the relay was mended';

describe('what was given up', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
    await world.work();
  });
  afterEach(async () => {
    world.mail.faults.clear();
    await world.database.execute('DELETE FROM suppression');
  });
  afterAll(() => world.close());

  const refuse = (to: RegExp, code: number, text: string) =>
    world.mail.faults.add({ to, fault: { do: 'reply', code, text, at: 'rcpt' } });
  const resendable = async (id: string) =>
    (await world.marketer.get(`/v1/campaigns/${id}/resend`)).body;
  const resend = async (id: string, ...kinds: string[]) =>
    (await world.marketer.post(`/v1/campaigns/${id}/resend`, { kinds, reason })).body.resent;
  const rows = (id: string) =>
    world.database.query<{ email: string; attempts: number; state: string }>(
      `SELECT c.email, d.attempts, d.state FROM delivery d JOIN contact c ON c.id = d.contact_id
       WHERE d.campaign_id = ? ORDER BY c.id`,
      [id],
    );

  it('is sent again when somebody asks, once, and nobody who is unknown', async () => {
    const id = await draftCampaign(world);
    refuse(/^c1@/, 550, '5.1.1 No such user');
    refuse(/^c2@/, 552, '5.2.2 Mailbox full');
    refuse(/^c3@/, 554, '5.7.1 You are on our blocklist');
    await launch(world, id);
    await untilState(world, id, 'done');
    world.mail.faults.clear();
    const none = { expired: 0, refused: 0, blocked: 0, unrenderable: 0, held: 0, lifted: 0 };
    expect(await resendable(id)).toEqual({ ...none, refused: 1, blocked: 1 });

    // Asked by two at once, it happens once.
    const answers = await Promise.all([resend(id, 'refused'), resend(id, 'refused')]);
    expect(answers.sort()).toEqual([0, 1]);
    await untilState(world, id, 'done');
    expect((await rows(id))[1]).toMatchObject({ state: 'accepted', attempts: 2 });
    expect(await resendable(id)).toEqual({ ...none, blocked: 1 });
    expect(await resend(id, 'refused')).toBe(0);

    const all = ['expired', 'refused', 'blocked', 'unrenderable', 'held', 'lifted'];
    expect(await resend(id, ...all)).toBe(1);
    await untilState(world, id, 'done');
    expect((await rows(id))[0]).toMatchObject({ state: 'failed', attempts: 1 });
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people - 1, failed: 1 });
    expect(world.caught.count(id).email).toBe(people - 1);

    const { body } = await world.marketer.get<{ items: object[] }>(
      '/v1/sending/operations?limit=2',
    );
    expect(body.items).toMatchObject([
      { kind: 'deliveries.resend', campaignId: id, reason, detail: { kinds: all } },
      { kind: 'deliveries.resend', campaignId: id, reason, detail: { kinds: ['refused'] } },
    ]);
  }, 60_000);

  it('also to whom a server called unknown, once that was taken back', async () => {
    const other = await draftCampaign(world);
    refuse(/^c9@/, 550, '5.1.1 No such user');
    await launch(world, other);
    await untilState(world, other, 'done');
    await world.database.execute('DELETE FROM suppression');

    const id = await draftCampaign(world);
    refuse(/^c[78]@/, 550, '5.1.1 No such user');
    await launch(world, id);
    await untilState(world, id, 'done');
    world.mail.faults.clear();
    // c9 is unknown by another campaign's bounce as well: that stays.
    const path = `/v1/campaigns/${id}/suppressions`;
    const listed = await world.marketer.get<{ items: object[] }>(path);
    expect(listed.body.items).toHaveLength(2);
    expect(listed.body.items[0]).toMatchObject({ code: 550, status: '5.1.1' });
    expect((await world.marketer.post(`${path}/lift`, { reason })).status).toBe(403);
    expect((await world.admin.post(`${path}/lift`, { reason })).body).toEqual({ lifted: 2 });
    expect((await world.admin.post(`${path}/lift`, { reason })).body).toEqual({ lifted: 0 });
    expect(await resend(id, 'lifted')).toBe(2);
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people - 1, failed: 1 });
  }, 60_000);

  it('also what may have arrived, with the same Message-ID', async () => {
    const id = await draftCampaign(world, { uncertainPolicy: 'hold' });
    world.mail.faults.add({ to: /^c5@/, times: 1, fault: { do: 'drop-after' } });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(await resendable(id)).toMatchObject({ held: 1 });
    expect(await resend(id, 'held')).toBe(1);
    await untilState(world, id, 'done');
    const { messages } = world.caught.list({ campaign: id, limit: 100 });
    const copies = messages.filter(({ to }) => to.includes('c5@example.test'));
    const ids = await Promise.all(
      copies.map(async (each) => (await PostalMime.parse((await world.caught.read(each.id))!)).messageId), // prettier-ignore
    );
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  }, 60_000);

  it('is not what was cancelled, nor of a draft', async () => {
    const id = await draftCampaign(world);
    const answer = await world.marketer.post(`/v1/campaigns/${id}/resend`, { kinds: ['held'], reason }); // prettier-ignore
    expect(answer).toMatchObject({ status: 409, body: { code: 'campaign.illegal_move' } });
    expect(await world.marketer.post(`/v1/campaigns/${id}/resume`, {})).toMatchObject({
      status: 409,
      body: { code: 'campaign.illegal_move' },
    });
  });

  it('a pause and a cancellation say how many have gone already', async () => {
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 300 } });
    await launch(world, id);
    await until(async () => ((await progressOf(world, id)).counts.accepted ?? 0) >= 5);
    const paused = await world.marketer.post<{ gone: number; underWay: number; inDoubt: number }>(
      `/v1/campaigns/${id}/pause`,
      {},
    );
    const { gone, underWay, inDoubt } = paused.body;
    expect(gone).toBeGreaterThanOrEqual(5);
    expect(inDoubt).toBe(0);
    await until(async () => !('sending' in (await progressOf(world, id)).counts));
    const left = (await progressOf(world, id)).counts.accepted!;
    expect(left).toBe(gone + underWay);
    expect(world.caught.count(id).email).toBe(left);
    const cancelled = await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
    expect(cancelled.body).toMatchObject({ state: 'cancelled', gone: left, underWay: 0 });
  }, 60_000);
});
