import { TrackingTokens } from '#libs/messaging';
import { SuppressionService } from '#libs/contacts';
import { InboundService, maxMailBytes } from '#libs/responses';
import { anyPort, courierTo, type Courier } from '../support/inbound.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import {
  addContacts,
  draftCampaign,
  launch,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const people = 40;

interface Line {
  id: string;
  contactId: string;
  state: string;
  bounce: string | null;
}

let world: World;
let courier: Courier;
let tokens: TrackingTokens;
let campaignId: string;
let lines: Line[];
let next = 0;
let proxy: DatabaseProxy | undefined;

beforeAll(async () => {
  world = await startWorld({ inboundListen: anyPort });
  await addContacts(world, people);
  courier = courierTo(world, await world.work());
  tokens = world.api.app.get(TrackingTokens, { strict: false });
  campaignId = await draftCampaign(world);
  await launch(world, campaignId);
  await untilState(world, campaignId, 'done');
  lines = await ledger();
});

afterAll(async () => {
  await world.close();
  proxy?.stop();
});

const ledger = async (): Promise<Line[]> =>
  (await world.marketer.get<{ items: Line[] }>(`/v1/campaigns/${campaignId}/deliveries?limit=200`))
    .body.items;

/** A delivery that no other test looks at. */
const another = (): Line => lines[next++]!;

const emailOf = async ({ contactId }: Line): Promise<string> =>
  (await world.marketer.get<{ email: string }>(`/v1/contacts/${contactId}`)).body.email;

const suppressionOf = async (line: Line): Promise<string | undefined> =>
  world.api.app.get(SuppressionService, { strict: false }).reasonOf('email', await emailOf(line));

const kindsOf = async ({ id }: Line): Promise<string[]> =>
  (
    await world.database.query<{ kind: string }>(
      'SELECT kind FROM response WHERE delivery_id = ? ORDER BY kind',
      [id],
    )
  ).map(({ kind }) => kind);

const bounceOf = async ({ id }: Line): Promise<string | null> =>
  (await ledger()).find((line) => line.id === id)!.bounce;

const unread = async (): Promise<{ id: string; why: string }[]> =>
  (await world.marketer.get<{ items: { id: string; why: string }[] }>('/v1/inbound/unread')).body
    .items;

/** A refusal of the other side. */
const refused = (code: number) => ({ responseCode: code });

describe('bounces', () => {
  it('a hard one suppresses at once, marks the delivery and is counted', async () => {
    const line = another();
    await courier.report('dsn-postfix-user-unknown', line.id);
    expect(await suppressionOf(line)).toBe('hard_bounce');
    expect(await bounceOf(line)).toBe('hard');
    expect(await kindsOf(line)).toEqual(['bounce']);
    const { body } = await world.marketer.get<{ bounced: { count: number } }>(
      `/v1/campaigns/${campaignId}/report`,
    );
    expect(body.bounced.count).toBe(1);
    const [row] = await world.database.query<{ diagnostic: string; source: string }>(
      'SELECT diagnostic, source FROM bounce WHERE delivery_id = ?',
      [line.id],
    );
    expect(row).toMatchObject({ source: 'mail' });
    expect(row!.diagnostic).toContain('User unknown');
    expect(row!.diagnostic).not.toContain('@');
  });

  it('what is passing, or said of us, does not suppress', async () => {
    const [soft, block] = [another(), another()];
    await courier.report('dsn-mailbox-full', soft.id);
    await courier.report('dsn-blocklisted', block.id);
    for (const [line, expected] of [
      [soft, 'soft'],
      [block, 'block'],
    ] as const) {
      expect(await suppressionOf(line)).toBeUndefined();
      expect(await bounceOf(line)).toBe(expected);
      expect(await kindsOf(line)).toEqual(['bounce']);
    }
  });

  it('a delay changes nothing', async () => {
    const line = another();
    await courier.report('dsn-delayed', line.id);
    expect([await bounceOf(line), await kindsOf(line)]).toEqual([null, []]);
  });

  it('without the envelope address the Message-ID of the original leads to it', async () => {
    const line = another();
    await courier.report('dsn-headers-only-no-verp', line.id, 'postmaster@saphan.test');
    expect(await bounceOf(line)).toBe('hard');
  });

  it('proves that one arrived of which nobody was certain', async () => {
    const line = another();
    await world.database.execute(
      `UPDATE delivery SET state = 'held', uncertain_at = NOW(3) WHERE id = ?`,
      [line.id],
    );
    await courier.report('dsn-mailbox-full', line.id);
    expect((await ledger()).find(({ id }) => id === line.id)!.state).toBe('accepted');
  });

  it('on five days within thirty suppress, unless somebody engaged in between', async () => {
    const [silent, engaged] = [another(), another()];
    for (const line of [silent, engaged]) {
      for (let day = 1; day < 5; day++)
        await world.database.execute(
          `INSERT INTO bounce SELECT ? + d.id * 100, 'soft', campaign_id, contact_id, address_hash,
             'mailbox_full', 'mail', NULL, NULL, NULL, NOW(3) - INTERVAL ? DAY, NOW(3)
           FROM delivery d WHERE d.id = ?`,
          [1e9 + day, day, line.id],
        );
    }
    await world.database.execute(
      `INSERT INTO response (delivery_id, campaign_id, contact_id, kind, actor, actor_reason, occurred_at)
       VALUES (?, ?, ?, 'open', 'person', 'default', NOW(3) - INTERVAL 2 DAY)`,
      [engaged.id, campaignId, engaged.contactId],
    );
    for (const line of [silent, engaged]) await courier.report('dsn-mailbox-full', line.id);
    expect(await suppressionOf(silent)).toBe('soft_bounce');
    expect(await suppressionOf(engaged)).toBeUndefined();
  });
});

describe('complaints', () => {
  it.each(['arf-abuse', 'arf-redacted', 'arf-only-unsubscribe-link', 'jmrp-complaint'])(
    '%s suppresses at once',
    async (name) => {
      const line = another();
      await courier.report(name, line.id, 'fbl@saphan.test');
      expect(await suppressionOf(line)).toBe('complaint');
      expect(await kindsOf(line)).toEqual(['complaint']);
    },
  );
});

describe('what comes twice, or in another order', () => {
  const told = ['dsn-mailbox-full', 'dsn-postfix-user-unknown', 'arf-abuse'];
  const orders = told.flatMap((a) =>
    told.flatMap((b) => told.map((c) => [a, b, c]).filter((o) => new Set(o).size === 3)),
  );

  it('comes out the same', async () => {
    const outcomes = new Set<string>();
    for (const order of orders) {
      const line = another();
      for (const name of [...order, ...order]) await courier.report(name, line.id);
      const bounces = await world.database.query(
        'SELECT class, rule, code, status, diagnostic FROM bounce WHERE delivery_id = ? ORDER BY class',
        [line.id],
      );
      const kinds = await kindsOf(line);
      outcomes.add(JSON.stringify([await suppressionOf(line), kinds, bounces]));
    }
    expect(orders).toHaveLength(6);
    expect([...outcomes]).toHaveLength(1);
    expect([...outcomes][0]).toContain('["complaint",["bounce","complaint"]');
  });

  it('also when it comes at the same time', async () => {
    const line = another();
    await Promise.all([...told, ...told, ...told].map((name) => courier.report(name, line.id)));
    expect(await kindsOf(line)).toEqual(['bounce', 'complaint']);
    expect(await bounceOf(line)).toBe('hard');
  });
});

describe('forgeries', () => {
  it('an address that we did not sign is not ours', async () => {
    const line = another();
    const address = tokens.envelopeFrom(line.id);
    const swapped = address[9] === 'a' ? 'b' : 'a';
    const forged = address.slice(0, 9) + swapped + address.slice(10);
    for (const to of [forged, 'b-x@saphan.test', 'malee@saphan.test', 'x@elsewhere.test'])
      await expect(courier.report('dsn-postfix-user-unknown', line.id, to)).rejects.toMatchObject(
        refused(550),
      );
    expect(await suppressionOf(line)).toBeUndefined();
  });

  it('a report that only names an address suppresses nobody, and is kept', async () => {
    const line = another();
    const raw = (await courier.fixture('dsn-headers-only-no-verp', line.id))
      .toString()
      .replaceAll('malee@example.test', await emailOf(line))
      .replace(/Message-ID: <[0-9a-f]{32}/, `Message-ID: <${'0'.repeat(32)}`)
      .replace(/\/u\/[\w-]+/, '/u/forged-forged-forged-forged');
    const before = (await unread()).length;
    await courier.deliver(Buffer.from(raw), 'abuse@saphan.test');
    expect(await suppressionOf(line)).toBeUndefined();
    const kept = await unread();
    expect(kept).toHaveLength(before + 1);
    expect(kept[0]).toMatchObject({ why: 'no_delivery' });
    const { text } = await world.marketer.get(`/v1/inbound/unread/${kept[0]!.id}/original`);
    expect(text).toContain(await emailOf(line));
  });
});

describe('mails that nobody can read', () => {
  it('are kept once, suppress nobody, and are forgotten after thirty days', async () => {
    const line = another();
    const raw = await courier.fixture('empty', line.id);
    for (let i = 0; i < 2; i++) await courier.deliver(raw, tokens.envelopeFrom(line.id));
    const [kept] = (await unread()).filter(({ why }) => why === 'null_sender');
    expect((await unread()).filter(({ why }) => why === 'null_sender')).toHaveLength(1);
    expect([await suppressionOf(line), await kindsOf(line)]).toEqual([undefined, []]);
    const inbound = world.api.app.get(InboundService, { strict: false });
    const ids = async () => (await unread()).map(({ id }) => id);
    await inbound.sweep();
    expect(await ids()).toContain(kept!.id);
    await world.database.execute(
      'UPDATE inbound_unread SET received_at = received_at - INTERVAL 31 DAY WHERE id = ?',
      [kept!.id],
    );
    await inbound.sweep();
    expect(await ids()).not.toContain(kept!.id);
  });

  it('are refused when they are too large, and not before', async () => {
    const mail = (bytes: number) =>
      Buffer.from(`From: a@b.example.test\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(bytes / 1000)}`);
    const to = 'abuse@saphan.test';
    await expect(courier.deliver(mail(maxMailBytes + 2000), to)).rejects.toMatchObject(
      refused(552),
    );
    const before = (await unread()).length;
    await courier.deliver(mail(maxMailBytes - 2000), to);
    expect(await unread()).toHaveLength(before + 1);
  });
});

describe('what people answer', () => {
  interface Reply {
    id: string;
    text: string;
    deliveryId: string;
  }
  const repliesOf = async ({ contactId }: Line): Promise<Reply[]> =>
    (await world.marketer.get<{ items: Reply[] }>(`/v1/replies?contactId=${contactId}`)).body.items;
  const sender = async (): Promise<string> =>
    (await world.marketer.get<{ items: { address: string }[] }>('/v1/senders')).body.items[0]!
      .address;
  const withdrawn = async ({ contactId }: Line): Promise<boolean> =>
    (
      await world.database.query(
        `SELECT 1 FROM consent_state WHERE contact_id = ? AND channel = 'email' AND granted = 0`,
        [contactId],
      )
    ).length > 0;

  it('is kept once, without what they quoted, and with the original', async () => {
    const line = another();
    for (let i = 0; i < 2; i++) await courier.report('reply-thai', line.id, await sender());
    const replies = await repliesOf(line);
    expect(replies).toMatchObject([
      { text: 'ขอบคุณค่ะ ตะกร้าใบใหญ่ราคาเท่าไหร่คะ', deliveryId: line.id },
    ]);
    expect(await kindsOf(line)).toEqual(['reply']);
    expect(await withdrawn(line)).toBe(false);
    const original = await world.marketer.get(`/v1/replies/${replies[0]!.id}/original`);
    expect(original.text).toContain('เรียนคุณมาลี');
    expect(original.headers['content-disposition']).toContain('attachment');
  });

  it.each(['reply-stop', 'reply-stop-thai'])('%s takes the consent back', async (name) => {
    const line = another();
    await courier.report(name, line.id, await sender());
    expect(await withdrawn(line)).toBe(true);
    expect(await kindsOf(line)).toEqual(['unsubscribe', 'reply']);
    const [evidence] = await world.database.query<{ source: string }>(
      'SELECT source FROM consent WHERE contact_id = ? AND granted = 0',
      [line.contactId],
    );
    expect(evidence!.source).toBe('unsubscribe_reply');
  });

  it('is not what machines answer', async () => {
    const line = another();
    for (const name of ['ooo-rfc3834', 'ooo-thai', 'challenge-thai', 'read-receipt'])
      await courier.report(name, line.id);
    expect([await repliesOf(line), await kindsOf(line)]).toEqual([[], []]);
  });

  it('nobody lists without the scope', async () => {
    expect((await world.api.anonymous.get('/v1/replies')).status).toBe(401);
  });
});

describe('refusals while it is sent', () => {
  it('suppress where nobody is, and not where we are not wanted', async () => {
    const [gone, unwanted] = [another(), another()];
    const rule = async (line: Line, code: number, text: string) =>
      world.mail.faults.add({
        to: new RegExp((await emailOf(line)).replace('.', '\\.')),
        fault: { do: 'reply', code, text },
      });
    // Words alone: not every server has enhanced statuses.
    await rule(gone, 550, 'No such user here');
    await rule(unwanted, 550, '5.7.1 Rejected due to local policy');
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    world.mail.faults.clear();
    const { body } = await world.marketer.get<{ items: Line[] }>(
      `/v1/campaigns/${id}/deliveries?state=failed&limit=200`,
    );
    const classes = Object.fromEntries(body.items.map((line) => [line.contactId, line.bounce]));
    expect(classes).toEqual({ [gone.contactId]: 'hard', [unwanted.contactId]: 'block' });
    expect(await suppressionOf(gone)).toBe('hard_bounce');
    expect(await suppressionOf(unwanted)).toBeUndefined();
  });
});

describe('over SMTP, and without a database', () => {
  it('acknowledges nothing that it has not kept', async () => {
    proxy = await DatabaseProxy.start();
    const line = another();
    const databaseUrl = proxy.instead(world.api.env.databaseUrl);
    const smtp = courierTo(
      world,
      await world.work({ databaseUrl, inboundListen: 'smtp://127.0.0.1:0' }),
      false,
    );
    const raw = await smtp.fixture('dsn-postfix-user-unknown', line.id);
    const to = tokens.envelopeFrom(line.id);
    proxy.cut();
    await expect(smtp.deliver(raw, to)).rejects.toMatchObject(refused(451));
    expect(await suppressionOf(line)).toBeUndefined();
    proxy.mend();
    await smtp.deliver(raw, to);
    expect(await suppressionOf(line)).toBe('hard_bounce');
  });
});
