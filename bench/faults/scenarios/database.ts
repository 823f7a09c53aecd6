import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { window } from '../stage.js';

export const databaseKill: Fault = {
  name: 'database-kill',
  promise:
    'MariaDB is killed and comes back: no more than a window is sent without it, and sending goes on by itself.',
  async run(stage) {
    const times = Math.min(stage.scale.times, 3);
    const run = await stage.launch();
    const worker = stage.work();
    let blind = 0;
    let slowest = 0;
    for (let n = 1; n <= times; n += 1) {
      await stage.untilSent(run, n / (times + 1));
      await stage.host.database.end('SIGKILL');
      const before = stage.sent(run);
      await sleep(2000);
      blind = Math.max(blind, stage.sent(run) - before);
      await stage.host.database.start();
      slowest = Math.max(slowest, await stage.untilMore(run));
    }
    await stage.untilDone(run);
    const most = times * window;
    return stage.judge(
      run,
      { extra: most, listed: most },
      {
        figures: { times, sent_without_it: blind, slowest_return_ms: slowest },
        broken: [
          blind > window && `${blind} were sent without a database`,
          worker.gone && 'the worker ended by itself',
        ],
      },
    );
  },
};
