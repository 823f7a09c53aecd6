/** What a test remembers of an event that was stored. */
export interface Remembered {
  contact: string;
  name: string;
  at: number;
  value: number | null;
  currency: string | null;
}

const DAY = 86_400_000;
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** One contact's recency, frequency and monetary value since an instant; undefined without events. */
function measured(events: readonly Remembered[], since: number, currency: string) {
  const own = events.filter(({ at }) => at > since);
  if (own.length === 0) return undefined;
  const money = own.filter((one) => one.currency === currency).map(({ value }) => value ?? 0);
  return [
    Math.max(...own.map(({ at }) => at)),
    own.length,
    rounded(money.reduce((sum, value) => sum + value, 0)),
  ] as const;
}

export interface NaiveCuts {
  since: number;
  /** For recency, frequency, monetary value: the four bounds. */
  bounds: readonly (readonly number[])[];
}

/** Sorts everybody and takes what stands at each fifth: the definition, by the book. */
export function naiveCuts(
  events: readonly Remembered[],
  contacts: readonly string[],
  { now, days, currency }: { now: number; days: number; currency: string },
): NaiveCuts {
  const since = now - days * DAY;
  const people = contacts.flatMap((id) => {
    const found = measured(
      events.filter(({ contact }) => contact === id),
      since,
      currency,
    );
    return found ? [found] : [];
  });
  const bounds = [0, 1, 2].map((dimension) => {
    const sorted = people.map((one) => one[dimension] as number).sort((a, b) => a - b);
    return [0.2, 0.4, 0.6, 0.8].map((share) => {
      const rank = Math.ceil(Math.round(sorted.length * share * 10) / 10);
      return sorted[rank - 1] ?? NaN;
    });
  });
  return { since, bounds };
}

/** The three digits of one contact by these cuts; undefined without events. */
export function naiveScore(
  events: readonly Remembered[],
  { since, bounds }: NaiveCuts,
  currency: string,
): number | undefined {
  const found = measured(events, since, currency);
  if (!found) return undefined;
  const digits = found.map((value, i) => 1 + bounds[i]!.filter((bound) => value > bound).length);
  return Number(digits.join(''));
}

/** The metrics over all time of one contact, as messages and rules know them. */
export function naiveSums(events: readonly Remembered[], currency: string) {
  const times = events.map(({ at }) => at);
  const money = events.filter((one) => one.currency === currency);
  const total = rounded(money.reduce((sum, { value }) => sum + (value ?? 0), 0));
  return {
    count: events.length,
    total,
    average: money.length > 0 ? total / money.length : undefined,
    first: times.length > 0 ? new Date(Math.min(...times)) : undefined,
    last: times.length > 0 ? new Date(Math.max(...times)) : undefined,
  };
}
