import { LedgerRepository, RecoveryRepository } from '#libs/messaging';
import { accepted, LedgerWorld } from '../support/ledger-world.js';

describe('the ledger is recovered', () => {
  let ledger: LedgerWorld;

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
  });
  afterAll(() => ledger.close());

  it('calls uncertain what was being sent, and nothing else', async () => {
    await ledger.begin(5);
    await ledger.plan();
    await ledger.flush({ intents: (await ledger.due()).slice(0, 2) });
    await ledger.expire();
    expect(await ledger.recover()).toMatchObject({ uncertain: 2 });
    expect(await ledger.states()).toEqual({ planned: 3, deferred: 2 });
  });

  it('gives back what a version before had claimed', async () => {
    await ledger.begin(2);
    await ledger.plan();
    await ledger.database.execute(
      `UPDATE delivery SET state = 'claimed', token = 'x', lease_until = NOW(3) - INTERVAL 1 SECOND`,
    );
    expect(await ledger.recover()).toMatchObject({ released: 2 });
    expect(await ledger.states()).toEqual({ planned: 2 });
  });

  it('waits for nobody who stands still in mid-transaction', async () => {
    await ledger.begin(4);
    await ledger.plan();
    const intents = await ledger.due();
    await ledger.flush({ intents });
    await ledger.expire();
    await ledger.database.transaction(async (sql) => {
      await sql.execute(`UPDATE delivery SET reply_code = 250 WHERE id IN (?)`, [
        [intents[0]!.id, intents[3]!.id],
      ]);
      expect(await ledger.recover()).toMatchObject({ uncertain: 2 });
    });
    expect(await ledger.recover()).toMatchObject({ uncertain: 2 });
  });

  it('takes a late outcome of a process that only was slow', async () => {
    await ledger.begin(1, { uncertainPolicy: 'hold' });
    await ledger.plan();
    const [delivery] = await ledger.due();
    await ledger.flush({ intents: [delivery!] });
    await ledger.expire();
    await ledger.database.execute(`UPDATE delivery SET state = 'uncertain', uncertain_at = NOW(3)`);
    await ledger.flush({ outcomes: [accepted(delivery!)] });
    expect(await ledger.states()).toEqual({ accepted: 1 });
  });

  it('takes it also when the message waits to be sent again', async () => {
    await ledger.begin(1);
    await ledger.plan();
    const [delivery] = await ledger.due();
    await ledger.flush({ intents: [delivery!] });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    expect(await ledger.states()).toEqual({ deferred: 1 });
    await ledger.flush({ outcomes: [accepted(delivery!)] });
    expect(await ledger.states()).toEqual({ accepted: 1 });
  });

  it('ignores an outcome for a row that somebody else has taken over', async () => {
    await ledger.begin(1);
    await ledger.plan();
    const [first] = await ledger.due();
    await ledger.flush({ intents: [first!] });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    const [second] = await ledger.due();
    expect(second!.id).toBe(first!.id);
    await ledger.flush({ intents: [second!] });
    await ledger.flush({ outcomes: [{ ...accepted(first!), state: 'failed' }] });
    expect(await ledger.states()).toEqual({ sending: 1 });
  });

  it('resends or holds by policy, and never forgets that it was uncertain', async () => {
    for (const [policy, state] of [
      ['resend', 'deferred'],
      ['hold', 'held'],
    ] as const) {
      await ledger.begin(1, { uncertainPolicy: policy });
      await ledger.plan();
      await ledger.flush({ intents: await ledger.due() });
      await ledger.expire();
      await ledger.recover();
      await ledger.recover();
      expect(await ledger.states()).toEqual({ [state]: 1 });
      const rows = await ledger.app
        .get(LedgerRepository)
        .list(ledger.mailing.campaignId, { uncertain: true, after: '0', limit: 10 });
      expect(rows).toHaveLength(1);
    }
  });

  it('holds what was uncertain again and again, instead of sending copies for ever', async () => {
    await ledger.begin(1);
    await ledger.plan();
    for (let copies = 1; ; copies++) {
      expect(copies).toBeLessThanOrEqual(3);
      await ledger.flush({ intents: await ledger.due() });
      await ledger.expire();
      await ledger.recover();
      await ledger.recover();
      if ((await ledger.states()).held) break;
      expect(await ledger.states()).toEqual({ deferred: 1 });
    }
  });

  it('holds nothing because of attempts that nobody answered, or that were refused', async () => {
    await ledger.begin(1);
    await ledger.plan();
    for (let n = 0; n < 3; n++) {
      const [delivery] = await ledger.due();
      await ledger.flush({ intents: [delivery!] });
      await ledger.flush({ outcomes: [{ ...accepted(delivery!), state: 'deferred', code: 450 }] });
    }
    await ledger.flush({ intents: await ledger.due() });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    expect(await ledger.states()).toEqual({ deferred: 1 });
  });

  it('counts an uncertain end once, whoever says so', async () => {
    await ledger.begin(1, { uncertainPolicy: 'hold' });
    await ledger.plan();
    const [delivery] = await ledger.due();
    await ledger.flush({ intents: [delivery!] });
    const outcomes = [{ ...accepted(delivery!), state: 'uncertain' as const, delaySeconds: 60 }];
    await ledger.flush({ outcomes });
    await ledger.flush({ outcomes });
    expect(await ledger.database.query('SELECT uncertain_ends AS n FROM delivery')).toEqual([
      { n: 1 },
    ]);
  });

  it('never says of what may have arrived that it was left out', async () => {
    const [contactId] = await ledger.begin(1);
    await ledger.plan();
    await ledger.flush({ intents: await ledger.due() });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    await ledger.database.execute('UPDATE consent_state SET granted = 0 WHERE contact_id = ?', [
      contactId,
    ]);
    expect(await ledger.flush({ intents: await ledger.due() })).toEqual(new Set());
    expect(await ledger.states()).toEqual({ held: 1 });
  });

  it('takes a response as evidence also while the next attempt is waited for', async () => {
    await ledger.begin(2);
    await ledger.plan();
    const [delivery, other] = await ledger.due();
    await ledger.flush({ intents: [delivery!] });
    await ledger.expire();
    await ledger.recover();
    await ledger.recover();
    expect(await ledger.states()).toEqual({ deferred: 1, planned: 1 });
    expect(await ledger.app.get(RecoveryRepository).confirm(delivery!.id)).toBe(true);
    expect(await ledger.app.get(RecoveryRepository).confirm(other!.id)).toBe(false);
    expect(await ledger.states()).toEqual({ accepted: 1, planned: 1 });
  });

  it('takes a response as evidence that it arrived', async () => {
    await ledger.begin(1, { uncertainPolicy: 'hold' });
    await ledger.plan();
    const [delivery] = await ledger.due();
    await ledger.flush({ intents: [delivery!] });
    await ledger.expire();
    await ledger.recover();
    expect(await ledger.app.get(RecoveryRepository).confirm(delivery!.id)).toBe(true);
    expect(await ledger.states()).toEqual({ accepted: 1 });
  });
});
