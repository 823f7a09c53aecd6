import { Presets, SingleBar } from 'cli-progress';
import { count } from './format.js';
import { say } from './say.js';

/** Shows how far something has come. */
export interface Progress {
  /** @param note what stands behind the figures, such as a rate */
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

/** A bar in a terminal; elsewhere a line at each quarter. */
export function startProgress(name: string, unit: string): Progress {
  return process.stdout.isTTY ? bar(name, unit) : lines(name, unit);
}

function bar(name: string, unit: string): Progress {
  const format = `  ${name}  {bar}  {value} of {total} ${unit} {note}`;
  const shown = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  shown.start(1, 0, { note: '' });
  return {
    update(done, total, note = '') {
      shown.setTotal(Math.max(1, total));
      shown.update(done, { note });
    },
    stop: () => shown.stop(),
  };
}

function lines(name: string, unit: string): Progress {
  let said = 0;
  return {
    update(done, total, note = '') {
      const quarter = total > 0 ? Math.floor((4 * done) / total) : 0;
      if (quarter <= said) return;
      said = quarter;
      say(`    ${name}: ${count(done)} of ${count(total)} ${unit} ${note}`.trimEnd());
    },
    stop: () => undefined,
  };
}
