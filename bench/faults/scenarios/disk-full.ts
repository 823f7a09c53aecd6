import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Ledger } from '../ledger.js';
import type { Host } from '../host.js';
import { window } from '../stage.js';
import { until } from '../until.js';

/** What the database may still grow by, MB. */
const roomMb = 24;
/** Deliveries that do not fit into the room that InnoDB has put by for its tables. */
const leastRows = 4000;
/** For how long there is no room. */
const pauseMs = 5000;
/** Bytes of a line that is written to fill it up: fewer and fewer, until none fits. */
const sizes = [8000, 2000, 200, 20];
/** "The table is full": what InnoDB says when it gets no more of the disk. */
const tableIsFull = 1114;

const systemTablespace = `SELECT ROUND(file_size / 1048576) FROM information_schema.innodb_sys_tablespaces
  WHERE name = 'innodb_system'`;

/** Copied, since otherwise the table stays in the kind of file that it was in. */
const rebuild = 'ALTER TABLE delivery FORCE, ALGORITHM=COPY';

/** Puts the ledger where undo log and everything else lives whose size can be limited. */
async function limit(host: Host, ledger: Ledger): Promise<void> {
  await ledger.execute('SET GLOBAL innodb_file_per_table = 0');
  await ledger.execute(rebuild);
  await ledger.execute('CREATE TABLE ballast (line BLOB) ENGINE=InnoDB');
  const size = await ledger.number(systemTablespace);
  await host.database.end('SIGTERM');
  await host.database.start([
    '--innodb-file-per-table=0',
    `--innodb-data-file-path=ibdata1:12M:autoextend:max:${size + roomMb}M`,
  ]);
}

/** Until nothing more fits. @returns whether the database has said so */
async function fill(ledger: Ledger): Promise<boolean> {
  let full = false;
  for (const size of sizes)
    for (let fits = true; fits;) {
      const insert = `INSERT INTO ballast SELECT REPEAT('x', ${size}) FROM seq_1_to_100`;
      const done = await ledger.execute(insert).catch((error: { errno?: number }) => {
        if (error.errno !== tableIsFull) throw error;
        return 0;
      });
      fits = done > 0;
      full ||= !fits;
    }
  return full;
}

async function lift(host: Host, ledger: Ledger): Promise<void> {
  await host.database.end('SIGTERM');
  await host.database.start();
  await ledger.execute('DROP TABLE IF EXISTS ballast');
  await ledger.execute(rebuild);
}

export const diskFull: Fault = {
  name: 'disk-full',
  promise:
    'The database gets no more disk: no more than a window is sent that it cannot write down, nothing without an intent; once there is room, sending goes on by itself.',
  async run(stage) {
    const { host, ledger, scale } = stage;
    await limit(host, ledger);
    try {
      // Nothing fits while the audience is planned, and again while it is sent to.
      const full = await fill(ledger);
      const run = await stage.launch(Math.ceil(leastRows / scale.people));
      const worker = stage.work();
      const alarms = () =>
        worker.lastLines(1000).filter((line) => line.includes(`${tableIsFull}`)).length;
      await until('a word of it in the log', () => alarms() > 0, 60);
      await sleep(pauseMs);
      const planned = await ledger.number(
        'SELECT COUNT(*) FROM delivery WHERE campaign_id IN (?)',
        [run.campaigns],
      );
      const early = stage.sent(run);
      await ledger.execute('TRUNCATE TABLE ballast');
      await stage.untilSent(run, 0.2);
      await fill(ledger);
      const before = stage.sent(run);
      await sleep(pauseMs);
      // Small writes may still fit; what counts is what was sent and could not be written down.
      const unwritten =
        stage.sent(run) - (await ledger.inState(run.campaigns, ['accepted', 'failed']));
      const meanwhile = stage.sent(run) - before;
      await ledger.execute('TRUNCATE TABLE ballast');
      await stage.untilDone(run);
      const all = scale.people * run.campaigns.length;
      return await stage.judge(
        run,
        { extra: window, listed: window },
        {
          figures: {
            people: all,
            planned_when_full: planned,
            sent_when_full_again: meanwhile,
            of_which_unwritten: unwritten,
            alarms: alarms(),
          },
          broken: [
            (!full || planned === all) && 'the disk was never full',
            early > planned && `${early} sent of ${planned} planned`,
            unwritten > window && `${unwritten} sent whose end could not be written`,
            worker.gone && 'the worker ended by itself',
          ],
        },
      );
    } finally {
      await stage.rest();
      await lift(host, ledger);
    }
  },
};
