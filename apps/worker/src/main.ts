import { createLogger, readEnv } from '#libs/platform';
import { migrations } from '../../../migrations/index.js';
import { startWorker } from './worker.js';

/** BullMQ's own close has no limit: whatever happens, the process ends within this. */
const exitLimitMs = 30_000;

async function main(): Promise<void> {
  const starting = startWorker({ env: readEnv(), migrations });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), exitLimitMs).unref();
    starting
      .then((worker) => worker.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  // From the first moment on: it is at work before all of it has started.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await starting;
}

main().catch((error: unknown) => {
  createLogger('worker', 'error').fatal({ err: error }, 'worker.not_started');
  process.exit(1);
});
