import { decimal, tenThousandths } from '#libs/contacts';
import type { EventFact, Tally } from '#libs/rules';

/** A row of contact_event: all that a contact did under a name; one for each currency, '' for all. */
export interface Summary {
  currency: string;
  times: number;
  /** DECIMAL as text. */
  total: string;
  firstAt: Date;
  lastAt: Date;
}

/**
 * What is left of a summary without the events that were loaded one by one, which are the latest. Its
 * last instant is exact when none of them belongs to it; otherwise it is some instant before them,
 * which no question can tell apart, since the last of all is then among the loaded.
 * @param loaded the latest events of the same name, with their currency when currencies are asked for
 */
export function remainder(summary: Summary, loaded: readonly EventFact[]): Tally | undefined {
  const { currency, firstAt } = summary;
  const own = currency === '' ? loaded : loaded.filter((event) => belongsTo(event, currency));
  const times = summary.times - own.length;
  if (times <= 0) return undefined;
  const taken = own.reduce((sum, event) => sum + tenThousandths(event.decimal ?? '0'), 0n);
  return {
    currency,
    times,
    total: own.length === 0 ? summary.total : decimal(tenThousandths(summary.total) - taken),
    firstAt,
    lastAt: own.length === 0 ? summary.lastAt : firstAt,
  };
}

const belongsTo = (event: EventFact, currency: string): boolean =>
  event.currency === currency && event.decimal !== null;

/** The sum of the summaries of several names, currency by currency. */
export function addUp(summaries: readonly Summary[]): Summary[] {
  const sums = new Map<string, Summary>();
  for (const one of summaries) {
    const sum = sums.get(one.currency);
    if (!sum) {
      sums.set(one.currency, { ...one });
      continue;
    }
    sum.times += one.times;
    sum.total = decimal(tenThousandths(sum.total) + tenThousandths(one.total));
    if (one.firstAt < sum.firstAt) sum.firstAt = one.firstAt;
    if (one.lastAt > sum.lastAt) sum.lastAt = one.lastAt;
  }
  return [...sums.values()];
}
