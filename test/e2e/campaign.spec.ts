import PostalMime from 'postal-mime';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36';

/** The caught messages of a campaign, parsed by a parser that is not the sender's. */
async function messagesOf(world: World, campaignId: string) {
  const { messages } = world.caught.list({ campaign: campaignId, limit: 1000 });
  return Promise.all(
    messages.map(async ({ id }) => PostalMime.parse((await world.caught.read(id))!)),
  );
}

const hrefs = (html: string) => [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
const pathOf = (url: string) => new URL(url).pathname;

describe('a campaign from draft to done', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 60);
    await world.work();
  });

  afterAll(() => world.close());

  it('delivers to everybody once, holds some out, and accounts for all', async () => {
    const id = await draftCampaign(world, { holdoutShare: 0.2 });
    const dryRun = await world.marketer.get(`/v1/campaigns/${id}/dry-run`);
    expect(dryRun.body).toMatchObject({ audience: 60, skipped: {} });
    await launch(world, id);
    await untilState(world, id, 'done');
    const { counts } = await progressOf(world, id);
    expect(counts.accepted! + counts.skipped!).toBe(60);
    expect(counts.skipped).toBeGreaterThan(0);

    const messages = await messagesOf(world, id);
    expect(messages).toHaveLength(counts.accepted!);
    const recipients = messages.map(({ to }) => to![0]!.address);
    expect(new Set(recipients).size).toBe(messages.length);
  });

  it('writes a message that mail programs and their users can work with', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const messages = await messagesOf(world, id);
    const thai = messages.find(({ to }) => to![0]!.address === 'c1@example.test')!;
    const english = messages.find(({ to }) => to![0]!.address === 'c2@example.test')!;
    expect(thai.subject).toBe('สวัสดีคุณสมใจ');
    expect(thai.from).toMatchObject({ name: 'ร้านทดสอบ' });
    expect(english.subject).toBe('Hello สมใจ');
    expect(english.text).toContain('Dear สมใจ');
    const header = (key: string) => english.headers.filter((h) => h.key === key);
    expect(header('list-unsubscribe')).toHaveLength(1);
    expect(header('list-unsubscribe')[0]!.value).toMatch(/^<http:\/\/saphan\.test\/u\/[\w-]+>$/);
    expect(header('list-unsubscribe-post')[0]!.value).toBe('List-Unsubscribe=One-Click');
    expect(header('list-id')).toHaveLength(1);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length);
    expect(english.returnPath ?? '').not.toContain('c2@');
  });

  it('keeps opens and clicks of people and machines apart, and redirects nowhere else', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const [message] = await messagesOf(world, id);
    const pixel = /src="([^"]+\/t\/o\/[^"]+)"/.exec(message!.html!)![1]!;
    const links = hrefs(message!.html!).filter((href) => href.includes('/t/c/'));
    await world.database.execute(
      'UPDATE delivery SET finished_at = finished_at - INTERVAL 1 HOUR WHERE campaign_id = ?',
      [id],
    );

    const opened = await world.api.anonymous.get(pathOf(pixel), { 'user-agent': browser });
    expect(opened.headers['content-type']).toBe('image/gif');
    await world.api.anonymous.get(pathOf(pixel), { 'user-agent': 'Mozilla/5.0' });
    const clicked = await world.api.anonymous.get(pathOf(links[0]!), { 'user-agent': browser });
    expect(clicked.status).toBe(302);
    expect(clicked.headers.location).toMatch(/^https:\/\/shop\.example\.test\/sale\?c=(th|en)$/);

    const forged = pathOf(links[0]!).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const refused = await world.api.anonymous.get(forged, { 'user-agent': browser });
    expect(refused.status).toBe(404);
    expect(refused.text).toContain('This link is not valid');

    const rows = await world.database.query<{ kind: string; actor: string; reason: string }>(
      'SELECT kind, actor, actor_reason AS reason FROM response WHERE campaign_id = ? ORDER BY id',
      [id],
    );
    expect(rows).toEqual([
      { kind: 'open', actor: 'person', reason: 'default' },
      { kind: 'open', actor: 'machine', reason: 'privacy_proxy' },
      { kind: 'click', actor: 'person', reason: 'default' },
    ]);
  });

  it('lets people go with one click; looking changes nothing', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const messages = await messagesOf(world, id);
    const message = messages.find(({ to }) => to![0]!.address === 'c1@example.test')!;
    const leave = pathOf(hrefs(message.html!).find((href) => href.includes('/u/'))!);
    const consent = async () => {
      const [row] = await world.database.query<{ granted: number }>(
        `SELECT granted FROM consent_state s JOIN contact c ON c.id = s.contact_id
         WHERE c.email = 'c1@example.test' AND channel = 'email'`,
      );
      return row!.granted;
    };

    const page = await world.api.anonymous.get(leave);
    expect(page.status).toBe(200);
    expect(page.text).toContain('ใช่ ขอยกเลิก');
    expect(await consent()).toBe(1);

    for (const [type, body] of [
      ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      ],
    ] as const) {
      const answer = await world.api.anonymous.post(leave, body, { 'content-type': type });
      expect(answer.status).toBe(200);
    }
    expect(await consent()).toBe(0);
    const rows = await world.database.query(
      `SELECT 1 FROM response WHERE campaign_id = ? AND kind = 'unsubscribe'`,
      [id],
    );
    expect(rows).toHaveLength(1);

    const next = await draftCampaign(world);
    await launch(world, next);
    await untilState(world, next, 'done');
    expect(world.caught.list({ campaign: next, to: 'c1@example.test', limit: 5 }).messages).toEqual(
      [],
    );
    const skipped = await world.marketer.get<{ items: { reason: string }[] }>(
      `/v1/campaigns/${next}/deliveries?state=skipped`,
    );
    expect(skipped.body.items).toMatchObject([{ reason: 'withdrawn' }]);
  });

  it('sends SMS through the gateway, each once', async () => {
    const id = await draftCampaign(world, {}, 'sms');
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(world.caught.count(id)).toEqual({ email: 0, sms: 60 });
  });

  it('lets go whoever agreed again meanwhile, and answers those who were erased', async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const messages = await messagesOf(world, id);
    const leaveOf = (address: string) => {
      const { html } = messages.find(({ to }) => to![0]!.address === address)!;
      return pathOf(hrefs(html!).find((href) => href.includes('/u/'))!);
    };
    const [contact] = await world.database.query<{ id: string }>(
      `SELECT id FROM contact WHERE email = 'c3@example.test'`,
    );
    const granted = async () => {
      const [row] = await world.database.query<{ granted: number }>(
        `SELECT granted FROM consent_state WHERE contact_id = ? AND channel = 'email'`,
        [contact!.id],
      );
      return row!.granted;
    };
    const leave = leaveOf('c3@example.test');
    await world.api.anonymous.post(leave, {});
    expect(await granted()).toBe(0);
    await world.database.execute(
      `UPDATE consent_state SET granted = 1, occurred_at = occurred_at + INTERVAL 1000 MICROSECOND
       WHERE contact_id = ? AND channel = 'email'`,
      [contact!.id],
    );
    expect((await world.api.anonymous.get(leave)).text).toContain('<button>');
    await world.api.anonymous.post(leave, {});
    expect(await granted()).toBe(0);

    const other = await world.database.query<{ id: string }>(
      `SELECT id FROM contact WHERE email = 'c4@example.test'`,
    );
    expect((await world.admin.delete(`/v1/contacts/${other[0]!.id}`)).status).toBe(204);
    expect((await world.api.anonymous.post(leaveOf('c4@example.test'), {})).status).toBe(200);
  });
});

describe('what is refused', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.close());

  it('names everything that is wrong before it lets a campaign go to review', async () => {
    const id = await draftCampaign(world, { senderId: null, segmentId: null });
    const { body } = await world.marketer.get<{ ready: boolean; findings: object[] }>(
      `/v1/campaigns/${id}/preflight`,
    );
    expect(body.ready).toBe(false);
    const answer = await world.marketer.post<{ code: string; errors: { code: string }[] }>(
      `/v1/campaigns/${id}/submit`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('campaign.preflight_failed');
    expect(answer.body.errors.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['preflight.no_segment', 'preflight.no_sender']),
    );
  });

  it('finds nobody to send to', async () => {
    const id = await draftCampaign(world);
    const answer = await world.marketer.post<{ errors: { code: string }[] }>(
      `/v1/campaigns/${id}/submit`,
    );
    expect(answer.body.errors.map(({ code }) => code)).toContain('preflight.nobody');
  });

  it('keeps to the table of moves, to the revision and to the second pair of eyes', async () => {
    await addContacts(world, 3);
    const id = await draftCampaign(world);
    const path = `/v1/campaigns/${id}`;
    const illegal = await world.marketer.post(`${path}/schedule`, {});
    expect(illegal).toMatchObject({ status: 409, body: { code: 'campaign.illegal_move' } });
    await world.marketer.patch(path, { revision: 1, name: 'New name' });
    const stale = await world.marketer.patch(path, { revision: 1, name: 'Other name' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'campaign.revision_conflict' } });
    await world.marketer.post(`${path}/submit`);
    const own = await world.marketer.post(`${path}/approve`);
    expect(own).toMatchObject({ status: 403, body: { code: 'campaign.own_approval' } });
    await world.admin.post(`${path}/approve`);
    const past = await world.marketer.post(`${path}/schedule`, { at: '2020-01-01T09:00:00+07:00' });
    expect(past).toMatchObject({ status: 400, body: { code: 'campaign.schedule_in_past' } });
    const edit = await world.marketer.patch(path, { revision: 4, name: 'Too late' });
    expect(edit).toMatchObject({ status: 409, body: { code: 'campaign.not_editable' } });
  });

  it('saves no template with a fault, and names its line', async () => {
    const answer = await world.marketer.put<{ errors: { place: string; code: string }[] }>(
      '/v1/templates',
      {
        key: 'faulty',
        content: {
          channel: 'email',
          fallbackLanguage: 'th',
          languages: {
            th: { subject: 'x', body: '<mjml><mj-body>\n{{contact.shoeSize}}\n</mj-body></mjml>' },
          },
          sampleData: {},
        },
      },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(
      expect.objectContaining({
        place: 'languages.th.body:2',
        code: 'template.unknown_variable',
      }),
    );
    expect(
      (await world.marketer.get<{ items: object[] }>('/v1/templates')).body.items,
    ).toHaveLength(1);
  });

  it('accepts no rule with an unknown field', async () => {
    const answer = await world.marketer.post<{ errors: { place: string; code: string }[] }>(
      '/v1/segments',
      {
        name: 'Odd',
        rule: {
          version: 1,
          where: { kind: 'text', field: 'shoeSize', operator: 'is', value: '42' },
        },
      },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ code: 'rule.unknown_field' });
    expect(answer.body.errors[0]!.place).toContain('/where/field');
  });
});
