import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Ledger } from '../ledger.js';

/** Deliveries that are locked at a time, and how long each is held before the next one, ms. */
const rows = 40;
const pauseMs = 2;
/** Rows that make the nemesis too heavy to be the one that InnoDB gives up. */
const weight = 2000;

const deadlocks = `SELECT variable_value FROM information_schema.global_status
  WHERE variable_name = 'INNODB_DEADLOCKS'`;

/** Takes locks on what is sent next, last first, where the engine takes them first to last. */
async function lockBackwards(ledger: Ledger, campaign: string): Promise<void> {
  const connection = await ledger.connection();
  try {
    await connection.beginTransaction();
    await connection.query(`INSERT INTO nemesis SELECT seq FROM seq_1_to_${weight}`);
    const next = await ledger.rows<{ id: string }>(
      `SELECT id FROM delivery WHERE mailing_id = (SELECT id FROM mailing WHERE campaign_id = ?)
         AND state IN ('planned', 'sending') ORDER BY id LIMIT ${rows}`,
      [campaign],
    );
    for (const { id } of next.reverse()) {
      await connection.query('SELECT id FROM delivery WHERE id = ? FOR UPDATE', [id]);
      await sleep(pauseMs);
    }
  } catch (error) {
    // It may lose too.
    if (![1213, 1205].includes((error as { errno?: number }).errno ?? 0)) throw error;
  } finally {
    await connection.rollback();
    connection.release();
  }
}

export const deadlock: Fault = {
  name: 'deadlocks',
  promise:
    'Somebody locks deliveries in the other order: what the deadlocks undo is done again, nothing is sent twice.',
  async run(stage) {
    const { ledger, scale } = stage;
    await ledger.execute('CREATE TABLE nemesis (n INT) ENGINE=InnoDB');
    try {
      const run = await stage.launch();
      const before = await ledger.number(deadlocks);
      // Half a lease as long as usual: what is at stake here are the deadlocks, not who is slow.
      stage.work('apps/worker/src/main.js', { LEASE_SECONDS: '30' });
      await stage.untilSent(run, 0.05);
      const end = performance.now() + scale.seconds * 1000;
      while (performance.now() < end && stage.sent(run) < 0.9 * scale.people)
        await lockBackwards(ledger, run.campaigns[0]!);
      const struck = (await ledger.number(deadlocks)) - before;
      await stage.untilDone(run);
      return await stage.judge(
        run,
        {},
        { figures: { deadlocks: struck }, broken: [struck === 0 && 'there was no deadlock'] },
      );
    } finally {
      await ledger.execute('DROP TABLE nemesis');
    }
  },
};
