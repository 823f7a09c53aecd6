import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { window, type Run, type Stage } from '../stage.js';
import { until } from '../until.js';

const waitingForLocks = `SELECT COUNT(*) FROM information_schema.innodb_trx
  WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE 'INSERT IGNORE INTO delivery%'`;
/** InnoDB shows whoever asks more often than ten times a second what it said before. */
const pauseMs = 300;

/**
 * Kills a worker in mid-transaction: somebody else holds the last contact's place, so that it waits with
 * everybody else's rows written and not committed.
 */
async function killInMidTransaction(stage: Stage, { campaigns }: Run): Promise<void> {
  const blocker = await stage.ledger.connection();
  try {
    await blocker.beginTransaction();
    await blocker.query(
      `INSERT INTO delivery (campaign_id, contact_id, mailing_id, channel, purpose, state, due_at, planned_at)
       SELECT ?, MAX(id), 0, 'email', 'marketing', 'skipped', NOW(3), NOW(3) FROM contact`,
      [campaigns[0]],
    );
    const worker = stage.work();
    const waits = async () => {
      await sleep(pauseMs);
      return (await stage.ledger.number(waitingForLocks)) > 0;
    };
    await until('planning', waits, 60);
    worker.kill();
    await worker.exited;
    await blocker.rollback();
  } finally {
    blocker.release();
  }
}

export const killPlanning: Fault = {
  name: 'kill-planning',
  promise:
    'Workers that are killed while the audience is planned: everybody has one row, and gets one message.',
  twin: 'kill -9 while the audience is planned: everybody has one row',
  async run(stage) {
    const times = Math.min(stage.scale.times, 5);
    const run = await stage.launch();
    for (let n = 0; n < times; n += 1) await killInMidTransaction(stage, run);
    const half = await stage.ledger.inState(run.campaigns, ['planned', 'sending', 'accepted']);
    stage.work();
    await stage.untilDone(run);
    // Chunks before the last one may have been sent from meanwhile.
    const most = times * window;
    return stage.judge(
      run,
      { extra: most, listed: most },
      { figures: { times, rows_before: half } },
    );
  },
};
