import { dayAt, dayText } from '#libs/kernel';

const hour = 60;

/**
 * How many firings an hourly limit drops, by day: of each minute as many pass as the minutes of the hour
 * before it have left over. A minute is the finest that is kept, and a firing that is dropped here still
 * has kept its contact's next ones from firing.
 * @param minutes firings by minute since 1970.
 * @param perHour messages an hour; for a sample its share of these, which need not be whole: nor is then
 * what is dropped, until it is scaled up.
 */
export function droppedByDay(
  minutes: Readonly<Record<string, number>>,
  perHour: number,
  timeZone: string,
): Record<string, number> {
  const dropped: Record<string, number> = {};
  const sent: { minute: number; count: number }[] = [];
  let within = 0;
  const inOrder = Object.entries(minutes)
    .map(([minute, count]) => ({ minute: Number(minute), count }))
    .sort((a, b) => a.minute - b.minute);
  let oldest = 0;
  for (const { minute, count } of inOrder) {
    for (let old = sent[oldest]; old && old.minute <= minute - hour; old = sent[oldest]) {
      within -= old.count;
      oldest += 1;
    }
    const passing = Math.min(count, Math.max(0, perHour - within));
    sent.push({ minute, count: passing });
    within += passing;
    if (passing === count) continue;
    const day = dayText(dayAt(minute * 60_000, timeZone));
    dropped[day] = (dropped[day] ?? 0) + count - passing;
  }
  return dropped;
}
