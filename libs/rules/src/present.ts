import type { Present } from './family.js';
import { type Axis, dayAxis, instantAxis } from './time/axis.js';

/** The last present that was asked for: many contacts are judged at one. */
let last: { readonly present: Present; readonly timeZone: string } | undefined;

/** The present on both axes. */
export function presentAt(instant: Date, timeZone: string): Present {
  if (last?.timeZone !== timeZone || last.present.now !== instant.getTime()) {
    last = { present: makePresent(instant, timeZone), timeZone };
  }
  return last.present;
}

/** Each axis is made when first asked for: time zones cost time. */
function makePresent(instant: Date, timeZone: string): Present {
  const now = instant.getTime();
  let instants: Axis | undefined;
  let days: Axis | undefined;
  return {
    now,
    get instants() {
      return (instants ??= instantAxis(now, timeZone));
    },
    get days() {
      return (days ??= dayAxis(now, timeZone));
    },
  };
}
