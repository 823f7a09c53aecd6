import { systemClock, type Clock } from '#libs/kernel';
import { readEnv } from '#libs/platform';
import { startWorker } from '../../apps/worker/src/worker.js';
import { migrations } from '../../migrations/index.js';

/*
 * A worker whose machine has a wrong clock: SKEW_MS before ours, and every JUMP_MS as much behind it in
 * place of before it, as when somebody sets it to and fro.
 */

const skew = Number(process.env.SKEW_MS);
const jump = Number(process.env.JUMP_MS ?? Infinity);

const clock: Clock = {
  now: () => {
    const behind = Math.floor(performance.now() / jump) % 2 === 1;
    return new Date(systemClock.now().getTime() + (behind ? -skew : skew));
  },
};

const worker = await startWorker({ env: readEnv(), migrations, clock });
process.once('SIGTERM', () => {
  void worker.stop().then(() => process.exit(0));
});
