/** An audience that is assigned day by day. */
export interface Pace {
  /** Assigned a day, all groups together. */
  peopleADay: number;
  /** For how long each person is watched afterwards, days. */
  windowDays: number;
}

/**
 * How many days an experiment takes, from its first assignment until everybody who is needed has been
 * watched to the end: ⌈people ÷ people a day⌉ + the window.
 *
 * @param people in all groups together
 * @returns null when nobody comes
 */
export function daysFor(people: number, { peopleADay, windowDays }: Pace): number | null {
  if (!(peopleADay > 0)) return null;
  return Math.ceil(people / peopleADay) + windowDays;
}
