import { DateTime } from 'luxon';
import type { CampaignFacts } from '../facts/campaign-facts.js';

/**
 * One day's figures. Each delivery counts on the day of its first response, so that the column's sum
 * is the campaign's figure.
 */
export interface DailyFigures {
  /** `YYYY-MM-DD` in the report's time zone. */
  day: string;
  sent: number;
  bounced: number;
  /** First opens and clicks by people. */
  opened: number;
  clicked: number;
  unsubscribed: number;
  /** Recipients' first reaching of the goal. */
  converted: number;
}

type Column = Exclude<keyof DailyFigures, 'day'>;

const columns: Readonly<Record<string, Column>> = {
  open: 'opened',
  click: 'clicked',
  unsubscribe: 'unsubscribed',
};

const quarterOfAnHour = 15 * 60_000;

/** The days on which something happened. */
export function dailyOf(facts: CampaignFacts, timeZone: string): DailyFigures[] {
  const days = new Map<string, DailyFigures>();
  const add = (quarter: number | null, column: Column | undefined, count: number): void => {
    if (quarter === null || column === undefined || count === 0) return;
    const at = DateTime.fromMillis(quarter * quarterOfAnHour, { zone: timeZone });
    const day = at.toFormat('yyyy-MM-dd');
    const figures = days.get(day) ?? emptyDay(day);
    figures[column] += count;
    days.set(day, figures);
  };
  for (const row of facts.ledger)
    if (row.state === 'accepted') add(row.quarter, 'sent', row.deliveries);
  for (const row of facts.responses) {
    if (row.delivered) add(row.quarter, columns[row.kind], row.deliveries);
    else if (row.kind === 'bounce' && row.state === 'accepted')
      add(row.quarter, 'bounced', row.deliveries);
  }
  for (const row of facts.conversions)
    if (row.delivered) add(row.quarter, 'converted', row.contacts);
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

const emptyDay = (day: string): DailyFigures => ({
  day,
  sent: 0,
  bounced: 0,
  opened: 0,
  clicked: 0,
  unsubscribed: 0,
  converted: 0,
});
