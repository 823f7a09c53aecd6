import type { Range } from './axis.js';

interface Presence {
  /** How many of the ranges contain the present. */
  readonly count: number;
  /** First instant (ms) at which there is one where there was none, or none where there was one. */
  readonly changesAt: number;
}

/** Follows the clock through ranges of presents, until the question whether any contains it turns. */
export function presence(ranges: readonly Range[], now: number): Presence {
  const spans = ranges
    .map(({ from = -Infinity, to = Infinity }) => ({ from, to }))
    .filter(({ from, to }) => from <= to && to >= now)
    .sort((a, b) => a.from - b.from);
  const count = spans.filter(({ from }) => from <= now).length;
  if (count === 0) return { count, changesAt: spans[0]?.from ?? Infinity };
  let end = now;
  for (const { from, to } of spans) {
    // Whole milliseconds: a range that begins right after another one goes on with it.
    if (from > end + 1) break;
    end = Math.max(end, to);
  }
  return { count, changesAt: end + 1 };
}
