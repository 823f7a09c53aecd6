import { addDays, dayAt, localInstant, minutesOf } from '#libs/kernel';

/** When messages of one planning go out, beside the order in which they were planned. */
export interface Timing {
  /** `09:00` by each recipient's wall clock; null: at once. */
  localTime: string | null;
  /** From when that hour is looked for: the first one that comes for each. */
  from: Date;
  /** They are spread evenly over so many minutes; 0: all at once. */
  spreadMinutes: number;
}

/**
 * The first instant from `from` on at which a wall clock shows the time of day: once, also where clocks
 * change. A time that they jump over comes when they have jumped; of one that comes twice, the first.
 * @returns milliseconds
 */
export function nextLocal(from: number, time: string, zone: string): number {
  const minutes = minutesOf(time);
  const today = dayAt(from, zone);
  const instants = [today, addDays(today, 1)].map((day) => localInstant(day, minutes, zone));
  return instants.find((instant) => instant >= from) ?? instants[1]!;
}

/** Zones by the instant at which the hour comes in them: there are far fewer instants than zones. */
export function zonesByInstant(
  { localTime, from }: Timing,
  zones: readonly string[],
): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const zone of zones) {
    const instant = nextLocal(from.getTime(), localTime!, zone);
    groups.set(instant, [...(groups.get(instant) ?? []), zone]);
  }
  return groups;
}
