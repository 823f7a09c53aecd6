import { SuppressionService } from '#libs/contacts';
import { MailboxRepository, maxMailBytes } from '#libs/responses';
import { hasDovecot, startDovecot } from '../support/imap/dovecot.js';
import type { ImapServer } from '../support/imap/imap-server.js';
import { ScriptedImap } from '../support/imap/scripted-imap.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { fixturesOf } from '../support/inbound.js';
import { until } from '../support/until.js';
import { addContacts, draftCampaign, launch, startWorld, untilState, type World } from '../support/world.js'; // prettier-ignore

let world: World;
let ids: string[];
let next = 0;
let fixture: ReturnType<typeof fixturesOf>;

beforeAll(async () => {
  world = await startWorld();
  await addContacts(world, 40);
  fixture = fixturesOf(world);
  const worker = await world.work();
  const campaign = await draftCampaign(world);
  await launch(world, campaign);
  await untilState(world, campaign, 'done');
  await worker.stop();
  const rows = await world.database.query<{ id: string }>('SELECT id FROM delivery ORDER BY id');
  ids = rows.map(({ id }) => id);
});

afterAll(() => world.close());

/** A delivery that no other test looks at. */
const another = (): string => ids[next++]!;

async function suppressionOf(id: string): Promise<string | undefined> {
  const [row] = await world.database.query<{ email: string }>(
    'SELECT c.email FROM contact c JOIN delivery d ON d.contact_id = c.id WHERE d.id = ?',
    [id],
  );
  return world.api.app.get(SuppressionService, { strict: false }).reasonOf('email', row!.email);
}

const unread = async (): Promise<{ id: string; why: string; bytes: number }[]> =>
  (await world.marketer.get<{ items: { id: string; why: string; bytes: number }[] }>('/v1/inbound/unread')).body.items; // prettier-ignore

const bounceOf = (id: string) => fixture('dsn-postfix-user-unknown', id);

const servers: [string, () => Promise<ImapServer>][] = [['a scripted server', () => ScriptedImap.start()]]; // prettier-ignore
if (hasDovecot) servers.push(['Dovecot', startDovecot]);

describe.each(servers)('a mailbox that is read over IMAP from %s', (_name, start) => {
  let server: ImapServer;

  beforeEach(async () => (server = await start()));
  afterEach(() => server.stop());

  const read = (count: number, seconds = 20) =>
    until(async () => (await server.counts()).seen === count, seconds);

  it('what is there is taken in and marked, and what comes is taken in at once', async () => {
    const [first, second] = [another(), another()];
    await server.deliver(await bounceOf(first));
    const worker = await world.work({ inboundImapUrl: server.url });
    await read(1);
    expect(await suppressionOf(first)).toBe('hard_bounce');
    const began = performance.now();
    await server.deliver(await bounceOf(second));
    await read(2);
    expect(await suppressionOf(second)).toBe('hard_bounce');
    // Told, not asked: asking would have taken a minute.
    expect(performance.now() - began).toBeLessThan(15_000);
    await worker.stop();
    expect(await server.counts()).toEqual({ seen: 2, unseen: 0 });
  });

  it('what is too large is read as far as it counts, and what is broken is kept', async () => {
    const line = another();
    const report = (await bounceOf(line)).toString('latin1');
    const tail = `${'x'.repeat(998)}\r\n`.repeat(maxMailBytes / 500);
    await server.deliver(Buffer.from(report + tail, 'latin1'));
    await server.deliver(Buffer.from([0, 255, 13, 10, 128, 10, 10, 66]));
    await server.deliver(Buffer.from(`Subject: big ${line}\r\n\r\n${tail}`));
    const before = await unread();
    const worker = await world.work({ inboundImapUrl: server.url });
    await read(3);
    expect(await suppressionOf(line)).toBe('hard_bounce');
    const kept = await unread();
    expect(kept).toHaveLength(before.length + 2);
    expect(Math.max(...kept.map(({ bytes }) => bytes))).toBeLessThanOrEqual(maxMailBytes);
    await worker.stop();
  });

  it('a hundred are taken in, whichever of two workers does it', async () => {
    const lines = [another(), another(), another()];
    for (let n = 0; n < 99; n += 1) await server.deliver(await bounceOf(lines[n % lines.length]!));
    const workers = [
      await world.work({ inboundImapUrl: server.url }),
      await world.work({ inboundImapUrl: server.url }),
    ];
    await read(99, 60);
    for (const line of lines) expect(await suppressionOf(line)).toBe('hard_bounce');
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it('without the database nothing is marked, and afterwards all is taken in', async () => {
    const proxy = await DatabaseProxy.start();
    const line = another();
    const databaseUrl = proxy.instead(world.api.env.databaseUrl);
    const worker = await world.work({ databaseUrl, inboundImapUrl: server.url });
    await server.deliver(await fixture('empty', line));
    await read(1);
    proxy.cut();
    await server.deliver(await bounceOf(line));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await server.counts()).toEqual({ seen: 1, unseen: 1 });
    proxy.mend();
    await read(2, 30);
    expect(await suppressionOf(line)).toBe('hard_bounce');
    await worker.stop();
    proxy.stop();
  });
});

describe('an IMAP server that does what none should', () => {
  let server: ScriptedImap;

  beforeEach(async () => (server = await ScriptedImap.start()));
  afterEach(() => server.stop());
  const read = (count: number) => until(async () => (await server.counts()).seen === count);
  const logins = () => server.heard.filter((line) => line.startsWith('AUTHENTICATE')).length;

  it('a connection that is lost is made again', async () => {
    const worker = await world.work({ inboundImapUrl: server.url });
    await until(() => server.heard.includes('IDLE'));
    server.cut();
    const line = another();
    await server.deliver(await bounceOf(line));
    await read(1);
    expect(await suppressionOf(line)).toBe('hard_bounce');
    await worker.stop();
  });

  it('is not hammered while it lets nobody in', async () => {
    server.refused.add('AUTHENTICATE');
    server.refused.add('LOGIN');
    const worker = await world.work({ inboundImapUrl: server.url });
    await until(() => logins() === 2);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // After one second, then two, then four.
    expect(logins()).toBeLessThanOrEqual(3);
    await worker.stop();
  });

  it('a mail that it cannot give away stands before no other, and slows none down', async () => {
    const [stuck, behind, later] = [another(), another(), another()];
    await server.deliver(await bounceOf(stuck));
    await server.deliver(await bounceOf(behind));
    server.broken.add(1);
    const worker = await world.work({ inboundImapUrl: server.url });
    await read(1);
    expect(await suppressionOf(behind)).toBe('hard_bounce');
    // Longer than the first pauses after a connection that was lost.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const began = performance.now();
    await server.deliver(await bounceOf(later));
    await read(2);
    expect(await suppressionOf(later)).toBe('hard_bounce');
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(logins()).toBe(1);
    // Asked for again with the next one.
    server.broken.clear();
    await server.deliver(await fixture('empty', later));
    await read(4);
    expect(await suppressionOf(stuck)).toBe('hard_bounce');
    await worker.stop();
  });

  it('a mail is marked only after what follows from it is durable, and twice is once', async () => {
    const line = another();
    await server.deliver(await fixture('reply-thai', line));
    // It takes the mail away from us before we can mark it, twice.
    let cuts = 0;
    server.onCommand = (command) => {
      if (!command.startsWith('UID STORE') || (cuts += 1) > 2) return;
      server.cut();
    };
    const worker = await world.work({ inboundImapUrl: server.url });
    await read(1);
    expect(cuts).toBe(3);
    const replies = await world.database.query('SELECT 1 FROM reply WHERE delivery_id = ?', [line]);
    expect(replies).toHaveLength(1);
    await worker.stop();
  });

  it('is read by one worker at a time, and by another at once when that one ends', async () => {
    const first = await world.work({ inboundImapUrl: server.url });
    await until(() => server.heard.includes('IDLE'));
    const second = await world.work({ inboundImapUrl: server.url });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(logins()).toBe(1);
    for (let n = 0; n < 20; n += 1) await server.deliver(await bounceOf(ids[0]!));
    await read(20);
    expect(server.heard.filter((line) => line.startsWith('UID FETCH'))).toHaveLength(20);
    await first.stop();
    await until(() => logins() === 2);
    const line = another();
    await server.deliver(await bounceOf(line));
    await read(21);
    expect(await suppressionOf(line)).toBe('hard_bounce');
    await second.stop();
  });
});

describe('who reads a mailbox', () => {
  const holders = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)] as const;

  it('is one, until it lets go or its time is over by the clock of the database', async () => {
    const mailboxes = new MailboxRepository(world.database);
    const held = (n: 0 | 1, seconds = 60) => mailboxes.hold('x', holders[n], seconds);
    expect([await held(0), await held(1), await held(0)]).toEqual([true, false, true]);
    await mailboxes.release('x', holders[1]);
    expect(await held(1)).toBe(false);
    await mailboxes.release('x', holders[0]);
    expect([await held(1, 1), await held(0)]).toEqual([true, false]);
    await world.database.execute(
      'UPDATE inbound_mailbox SET held_until = NOW(3) - INTERVAL 1 SECOND WHERE name = ?',
      ['x'],
    );
    expect([await held(0), await held(1)]).toEqual([true, false]);
    const taken = await Promise.all([1, 2, 3, 4, 5].map((n) => mailboxes.hold('y', Buffer.alloc(16, n), 60))); // prettier-ignore
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
