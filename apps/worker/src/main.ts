import { createLogger, readEnv } from '#libs/platform';
import { migrations } from '../../../migrations/index.js';
import { startWorker } from './worker.js';

/** BullMQ's own close has no limit: whatever happens, the process ends within this. */
const exitLimitMs = 30_000;

async function main(): Promise<void> {
  const worker = await startWorker({ env: readEnv(), migrations });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), exitLimitMs).unref();
    worker.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  createLogger('worker', 'error').fatal({ err: error }, 'worker.not_started');
  process.exit(1);
});
