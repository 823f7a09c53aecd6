import { performance } from 'node:perf_hooks';
import { endQuietCommands } from './command.mjs';
import { say } from './say.mjs';

/** Somebody asked us to stop. */
export class Interrupted extends Error {}

/** npm hands on the Ctrl-C that the terminal has sent us already: two within this are one. */
const sameMoment = 1_000;

/**
 * Turns Ctrl-C and its like into a wish that the work asks for at its own pace.
 * @param {() => void} insist what to do when asked a second time
 * @returns {{ requested: boolean, promise: Promise<void>, check: () => void }}
 */
export function watchForInterruption(insist) {
  let first;
  let resolve;
  const wish = {
    requested: false,
    promise: new Promise((done) => (resolve = done)),
    check: () => {
      if (wish.requested) throw new Interrupted();
    },
  };
  const onSignal = () => {
    if (wish.requested) {
      if (performance.now() - first < sameMoment) return;
      insist();
      process.exit(130);
    }
    first = performance.now();
    wish.requested = true;
    say('\n  Stopping. Once more to insist.');
    endQuietCommands();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return wish;
}
