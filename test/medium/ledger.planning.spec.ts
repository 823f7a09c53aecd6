import { SuppressionService } from '#libs/contacts';
import { PlanningRepository } from '#libs/messaging';
import { audience, LedgerWorld } from '../support/ledger-world.js';

describe('the ledger is planned', () => {
  let ledger: LedgerWorld;

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
  });
  afterAll(() => ledger.close());

  it('loses nobody, gives each a reason, and says the same beforehand', async () => {
    const [a, b, c, d] = await ledger.begin(10);
    await ledger.database.execute(
      'UPDATE contact SET email = NULL, email_hash = NULL WHERE id = ?',
      [a],
    );
    await ledger.database.execute('DELETE FROM consent_state WHERE contact_id = ?', [b]);
    await ledger.database.execute('UPDATE consent_state SET granted = 0 WHERE contact_id = ?', [c]);
    await ledger.app
      .get(SuppressionService)
      .suppressAddress('email', 'p3@example.test', 'hard_bounce', 'test');
    await ledger.database.execute(
      `UPDATE contact x JOIN contact y ON y.id = ? SET x.email_hash = y.email_hash
       WHERE x.id = (SELECT MAX(id) FROM (SELECT id FROM contact) t)`,
      [String(Number(d) + 1)],
    );
    const expected = {
      no_address: 1,
      no_consent: 1,
      withdrawn: 1,
      suppressed: 1,
      duplicate_address: 1,
    };
    const dry = await ledger.app.get(PlanningRepository).dryRun(audience, ledger.mailing);
    expect(dry).toEqual({ audience: 10, planned: 5, heldOut: 0, skipped: expected });
    expect(await ledger.plan()).toBe(10);
    expect(await ledger.states()).toEqual({ planned: 5, skipped: 5 });
    expect(await ledger.reasons()).toEqual(expected);
  });

  it('changes nothing when it is done again, also in other chunks', async () => {
    const ids = await ledger.begin(30, { holdoutShare: 0.3 });
    await ledger.plan({ after: '0', through: ids[9]! });
    await ledger.plan();
    const before = await ledger.database.query(
      'SELECT contact_id, state, arm FROM delivery ORDER BY id',
    );
    expect(await ledger.plan()).toBe(0);
    expect(
      await ledger.database.query('SELECT contact_id, state, arm FROM delivery ORDER BY id'),
    ).toEqual(before);
    expect(before).toHaveLength(30);
  });

  it('holds out its share, by a hash that sticks to the person and differs by campaign', async () => {
    const heldOut = async () => {
      const rows = await ledger.database.query<{ id: string }>(
        `SELECT contact_id AS id FROM delivery WHERE campaign_id = ? AND arm = 'held_out'`,
        [ledger.mailing.campaignId],
      );
      return rows.map(({ id }) => id);
    };
    await ledger.begin(3000, { holdoutShare: 0.1 });
    await ledger.plan();
    const first = await heldOut();
    // 300 expected; five standard deviations are 82.
    expect(Math.abs(first.length - 300)).toBeLessThan(82);
    expect(await ledger.states()).toEqual({ planned: 3000 - first.length, skipped: first.length });
    const again = { ...ledger.mailing };
    await ledger.database.execute('DELETE FROM delivery');
    await ledger.plan();
    expect(await heldOut()).toEqual(first);
    ledger.mailing = { ...again, salt: 'another', campaignId: '999999' };
    await ledger.plan();
    const other = new Set(await heldOut());
    // Were the two draws not independent, all or none would be in both; 30 are expected.
    const both = first.filter((id) => other.has(id)).length;
    expect(both).toBeGreaterThan(5);
    expect(both).toBeLessThan(70);
  });
});
