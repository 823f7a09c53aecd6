import { ConsentService, SuppressionService } from '#libs/contacts';
import { Flusher, LedgerRepository, MailingRepository, type DueCursor } from '#libs/messaging';
import { accepted, LedgerWorld } from '../support/ledger-world.js';

describe('the ledger: looks and intents', () => {
  let ledger: LedgerWorld;

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
  });
  afterAll(() => ledger.close());

  it('parts a mailing into shares: each row in one, in order, look after look', async () => {
    const ids = await ledger.begin(50);
    await ledger.plan();
    const all = ledger.app.get(LedgerRepository);
    const seen: string[][] = [];
    for (const slot of [0, 1, 2]) {
      const [own, cursor]: [string[], DueCursor] = [[], {}];
      for (;;) {
        const rows = await all.due(ledger.mailing.id, 7, cursor, { slot, of: 3 });
        if (rows.length === 0) break;
        own.push(...rows.map(({ contactId }) => contactId));
      }
      expect(own).toEqual([...own].sort((x, y) => Number(x) - Number(y)));
      seen.push(own);
    }
    expect(seen.every((own) => own.length > 10)).toBe(true);
    expect(seen.flat().sort()).toEqual([...ids].sort());
  });

  it('what is to be sent again comes first, when it is due', async () => {
    await ledger.begin(3);
    await ledger.plan();
    const [first, second] = await ledger.due();
    const later = `UPDATE delivery SET state = 'deferred', due_at = NOW(3) + INTERVAL ? SECOND WHERE id = ?`;
    await ledger.database.execute(later, [3600, first!.id]);
    await ledger.database.execute(later, [0, second!.id]);
    const rows = await ledger.due();
    expect(rows.map(({ id }) => id)).toEqual([second!.id, expect.not.stringMatching(first!.id)]);
  });

  it('of two who have looked at the same rows one may send each', async () => {
    await ledger.begin(20);
    await ledger.plan();
    const [one, other] = [await ledger.due(), await ledger.due()];
    const confirmed = await Promise.all([
      ledger.flush({ intents: one }),
      ledger.flush({ intents: other.slice(0, 10) }),
    ]);
    const sent = confirmed.flatMap((ids) => [...ids]);
    expect(sent).toHaveLength(20);
    expect(new Set(sent).size).toBe(20);
    // Too late: it has been sent and answered, or waits for its next attempt.
    await ledger.flush({ outcomes: one.slice(-1).map(accepted) });
    expect((await ledger.flush({ intents: other.slice(-1) })).size).toBe(0);
  });

  it('confirms nothing that was put off since the look', async () => {
    await ledger.begin(1);
    await ledger.plan();
    const intents = await ledger.due();
    await ledger.database.execute('UPDATE delivery SET due_at = NOW(3) + INTERVAL 60 SECOND');
    expect((await ledger.flush({ intents })).size).toBe(0);
  });

  it('confirms what may be sent, and the same again after a lost answer', async () => {
    await ledger.begin(3);
    await ledger.plan();
    const intents = await ledger.due();
    const confirmed = await ledger.flush({ intents });
    expect(confirmed.size).toBe(3);
    expect(await ledger.flush({ intents })).toEqual(confirmed);
    expect(await ledger.states()).toEqual({ sending: 3 });
    const [row] = await ledger.database.query<{ attempts: number }>(
      'SELECT attempts FROM delivery LIMIT 1',
    );
    expect(row!.attempts).toBe(1);
  });

  it('confirms nothing once the gate is closed, and leaves the rows as they are', async () => {
    await ledger.begin(3);
    await ledger.plan();
    const intents = await ledger.due();
    await ledger.app.get(MailingRepository).setOpen(ledger.mailing.id, false);
    expect((await ledger.flush({ intents })).size).toBe(0);
    expect(await ledger.states()).toEqual({ planned: 3 });
  });

  it('nothing is due of a mailing whose gate is closed', async () => {
    await ledger.begin(3);
    await ledger.plan();
    await ledger.app.get(MailingRepository).setOpen(ledger.mailing.id, false);
    expect(await ledger.due()).toEqual([]);
    expect(await ledger.app.get(LedgerRepository).untilDue(ledger.mailing.id)).toBeNull();
  });

  it('begins the lease anew for an intent that is confirmed late', async () => {
    await ledger.begin(1);
    await ledger.plan();
    const intents = await ledger.due();
    await ledger.flush({ intents });
    await ledger.expire();
    expect((await ledger.flush({ intents })).size).toBe(1);
    expect(await ledger.recover()).toMatchObject({ uncertain: 0 });
  });

  it('stops at a suppression and at a withdrawal, however late', async () => {
    const ids = await ledger.begin(3);
    await ledger.plan();
    const intents = await ledger.due();
    await ledger.app
      .get(SuppressionService)
      .suppressAddress('email', 'p0@example.test', 'complaint', 'test');
    await ledger.app.get(ConsentService).withdraw({
      contactId: ids[1]!,
      channel: 'email',
      purpose: 'marketing',
      source: 'test',
    });
    const confirmed = await ledger.flush({ intents });
    expect([...confirmed]).toEqual(
      intents.filter(({ contactId }) => contactId === ids[2]).map(({ id }) => id),
    );
    expect(await ledger.reasons()).toEqual({ suppressed: 1, withdrawn: 1 });
  });

  it('lets a pause wait for the flush that is under way, and no longer', async () => {
    await ledger.begin(1);
    await ledger.plan();
    const done: string[] = [];
    await ledger.database
      .transaction(async (sql) => {
        await sql.query('SELECT id FROM mailing WHERE id = ? LOCK IN SHARE MODE', [
          ledger.mailing.id,
        ]);
        const pause = ledger.app
          .get(MailingRepository)
          .setOpen(ledger.mailing.id, false)
          .then(() => done.push('paused'));
        await new Promise((resolve) => setTimeout(resolve, 100));
        done.push('committed');
        return { pause };
      })
      .then(({ pause }) => pause);
    expect(done).toEqual(['committed', 'paused']);
  });

  it('lets one mailing be done while another never stops handing in', async () => {
    await ledger.begin(200);
    await ledger.plan();
    const [last, ...others] = await ledger.due(200);
    const flusher = ledger.app.get(Flusher);
    let isDone = false;
    // Two hands, so that one intent waits whenever the other's is being written.
    const hand = async () => {
      for (let next = others.pop(); next && !isDone; next = others.pop())
        await flusher.intend(next);
    };
    const hands = [hand(), hand()];
    await flusher.intend(last!);
    flusher.settle(accepted(last!));
    await flusher.drained();
    isDone = true;
    expect(await ledger.states()).toMatchObject({ accepted: 1 });
    expect(others.length).toBeGreaterThan(150);
    await Promise.all(hands);
  });
});
