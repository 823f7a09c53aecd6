import type { Present } from './family.js';
import { type Axis, dayAxis, instantAxis } from './time/axis.js';

/** The present on both axes, each made when first asked for: time zones cost time. */
export function presentAt(instant: Date, timeZone: string): Present {
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
