import {
  LimitsService,
  noLimits,
  PlanningRepository,
  MailingRepository,
  type Mailing,
} from '#libs/messaging';
import { accepted, audience, LedgerWorld } from '../support/ledger-world.js';

const weekly = (messages: number) => ({ channel: null, messages, hours: 168 });

describe('sending limits', () => {
  let ledger: LedgerWorld;
  const set = (caps: readonly ReturnType<typeof weekly>[]) =>
    ledger.app.get(LimitsService).set({ ...noLimits, caps }, null);

  /** Another campaign for the same people. */
  const another = async (changes: Partial<Mailing> = {}): Promise<void> => {
    const mailings = ledger.app.get(MailingRepository);
    const id = await mailings.create({
      ...ledger.mailing,
      campaignId: String(Number(ledger.mailing.campaignId) + 1000),
      ...changes,
    });
    await mailings.setOpen(id, true);
    ledger.mailing = (await mailings.get(id))!;
    await ledger.plan();
  };
  const send = async (): Promise<number> => {
    const intents = await ledger.due();
    const confirmed = await ledger.flush({ intents });
    const sent = intents.filter(({ id }) => confirmed.has(id));
    await ledger.flush({ outcomes: sent.map(accepted) });
    return sent.length;
  };

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
  });
  afterAll(() => ledger.close());
  afterEach(() => set([]));

  it('skips whoever has had as many messages as they may, and says so, beforehand too', async () => {
    await ledger.begin(4);
    await ledger.plan();
    expect(await send()).toBe(4);
    await set([weekly(2)]);
    await another();
    expect(await send()).toBe(4);
    await another();
    const dry = await ledger.app.get(PlanningRepository).dryRun(audience, ledger.mailing);
    expect(dry).toEqual({ audience: 4, planned: 0, heldOut: 0, skipped: { capped: 4 } });
    expect(await send()).toBe(0);
    expect(await ledger.states()).toEqual({ skipped: 4 });
    expect(await ledger.reasons()).toEqual({ capped: 4 });
  });

  it('counts a message from its intent on, and no more once it has failed', async () => {
    await ledger.begin(2);
    await set([weekly(1)]);
    await ledger.plan();
    const [first, second] = await ledger.due();
    await ledger.flush({ intents: [first!, second!] });
    await ledger.flush({
      outcomes: [{ ...accepted(first!), state: 'failed', reason: 'rejected' }],
    });
    await another();
    expect(await send()).toBe(1);
    expect(await ledger.reasons()).toEqual({ capped: 1 });
  });

  it('counts what may have arrived, and does not take it for the message that it is a copy of', async () => {
    await ledger.begin(1, { uncertainPolicy: 'resend' });
    await set([weekly(1)]);
    await ledger.plan();
    await ledger.flush({ intents: await ledger.due() });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    expect(await ledger.states()).toEqual({ deferred: 1 });
    const first = ledger.mailing;
    await another();
    expect(await send()).toBe(0);
    expect(await ledger.reasons()).toEqual({ capped: 1 });
    ledger.mailing = first;
    expect(await send()).toBe(1);
  });

  it('asks nothing of transactional messages', async () => {
    await ledger.begin(3);
    await set([weekly(1)]);
    await ledger.plan();
    expect(await send()).toBe(3);
    await another({ purpose: 'transactional' });
    expect(await send()).toBe(3);
    await another({ purpose: 'marketing' });
    expect(await send()).toBe(0);
  });

  it('counts a channel alone where the cap names it', async () => {
    await ledger.begin(2);
    await ledger.plan();
    expect(await send()).toBe(2);
    await set([{ ...weekly(1), channel: 'sms' as never }]);
    await another();
    expect(await send()).toBe(2);
    await set([{ ...weekly(2), channel: 'email' as never }]);
    await another();
    expect(await send()).toBe(0);
  });

  it('leaves what somebody may still have to the campaign that goes first', async () => {
    await ledger.begin(2);
    await set([weekly(1)]);
    await another({ priority: 2 });
    const high = ledger.mailing;
    await another({ priority: 1 });
    expect(await send()).toBe(0);
    expect(await ledger.reasons()).toEqual({ outranked: 2 });
    ledger.mailing = high;
    expect(await send()).toBe(2);
  });

  it('gives nobody two at once: of intents in one commit, and of processes side by side', async () => {
    const people = 30;
    await ledger.begin(people);
    await set([weekly(1)]);
    const campaigns: Mailing[] = [];
    for (let n = 0; n < 4; n++) {
      await another();
      campaigns.push(ledger.mailing);
    }
    const due = [];
    for (const mailing of campaigns) {
      ledger.mailing = mailing;
      due.push(...(await ledger.due()));
    }
    const half = due.length / 2;
    const halves = [due.slice(0, half), due.slice(half).reverse()];
    const confirmed = await Promise.all(halves.map((intents) => ledger.flush({ intents })));
    expect(confirmed.reduce((sum, { size }) => sum + size, 0)).toBe(people);
    const rows = await ledger.database.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM delivery WHERE state = 'sending' GROUP BY contact_id`,
    );
    expect(rows.map(({ n }) => Number(n))).toEqual(Array<number>(people).fill(1));
  });
});

describe('a planned hour', () => {
  let ledger: LedgerWorld;
  const from = new Date('2026-11-22T00:30:00Z');
  const dueAt = async () => {
    const rows = await ledger.database.query<{ dueAt: Date }>(
      'SELECT due_at AS dueAt FROM delivery ORDER BY contact_id',
    );
    return rows.map((row) => row.dueAt.toISOString());
  };

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
  });
  afterAll(() => ledger.close());

  it('comes for each by their own clock, and by the organisation’s where they have none', async () => {
    const ids = await ledger.begin(5);
    const zones = ['Asia/Tokyo', 'Europe/Berlin', null, 'Mars/Olympus', 'America/New_York'];
    for (const [n, zone] of zones.entries())
      await ledger.database.execute('UPDATE contact SET time_zone = ? WHERE id = ?', [
        zone,
        ids[n],
      ]);
    await ledger.plan(undefined, { localTime: '09:00', from });
    expect(await dueAt()).toEqual([
      '2026-11-23T00:00:00.000Z',
      '2026-11-22T08:00:00.000Z',
      '2026-11-22T02:00:00.000Z',
      '2026-11-22T02:00:00.000Z',
      '2026-11-22T14:00:00.000Z',
    ]);
  });

  it('comes by the organisation’s clock where nobody has one of their own', async () => {
    await ledger.begin(2);
    await ledger.plan(undefined, { localTime: '09:00', from });
    expect(await dueAt()).toEqual(Array(2).fill('2026-11-22T02:00:00.000Z'));
  });

  it('is spread evenly, in the same way when it is planned again', async () => {
    await ledger.begin(400, { holdoutShare: 0.5 });
    await ledger.plan(undefined, { spreadMinutes: 60, from });
    const rows = await ledger.database.query<{ minute: string; n: string }>(
      `SELECT FLOOR(TIMESTAMPDIFF(SECOND, ?, due_at) / 900) AS minute, COUNT(*) AS n FROM delivery
       WHERE state = 'planned' GROUP BY minute ORDER BY minute`,
      [from],
    );
    expect(rows).toHaveLength(4);
    for (const { n } of rows) expect(Number(n)).toBeGreaterThan(25);
    const before = await dueAt();
    await ledger.database.execute('DELETE FROM delivery');
    await ledger.plan(undefined, { spreadMinutes: 60, from });
    expect(await dueAt()).toEqual(before);
  });
});
