import { DateTime } from 'luxon';

/** Deliveries that bounced softly, each on a day of its own, after which an address is given up. */
export const softDays = 5;
/** Days within which they must lie. */
export const softWindowDays = 30;

/**
 * Whether an address that bounces softly is given up: so many days with a soft bounce within the window,
 * and nothing opened, clicked or answered by a person in between. What matters is when things happened,
 * never in which order they were told.
 * @param zone IANA zone in which days are counted.
 */
export function isGivenUp(
  bounces: readonly Date[],
  engagements: readonly Date[],
  zone: string,
): boolean {
  const days = [
    ...bounces.reduce((byDay, at) => firstOfDay(byDay, at, zone), new Map<string, Date>()).values(),
  ];
  days.sort((a, b) => a.getTime() - b.getTime());
  return days.some((first, i) => {
    const last = days[i + softDays - 1];
    if (!last || last.getTime() - first.getTime() > softWindowDays * 86_400_000) return false;
    return !engagements.some((at) => at > first && at < last);
  });
}

function firstOfDay(byDay: Map<string, Date>, at: Date, zone: string): Map<string, Date> {
  const day = DateTime.fromJSDate(at, { zone }).toISODate() ?? '';
  const known = byDay.get(day);
  return !known || at < known ? byDay.set(day, at) : byDay;
}
