/** What can be kept of the events of one name. */
export const metricKinds = [
  'count',
  'total',
  'average',
  'first',
  'last',
  'days_since',
  'rfm_recency',
  'rfm_frequency',
  'rfm_monetary',
  'rfm',
] as const;
export type MetricKind = (typeof metricKinds)[number];

/** Recency, frequency, monetary value: what scores are given for. */
export type Dimension = 'recency' | 'frequency' | 'monetary';

/** The digits of a score, first to last. Kinds without are read off the summaries of events. */
export const dimensionsOf: { readonly [K in MetricKind]?: readonly Dimension[] } = {
  rfm_recency: ['recency'],
  rfm_frequency: ['frequency'],
  rfm_monetary: ['monetary'],
  rfm: ['recency', 'frequency', 'monetary'],
};

/** Kinds that speak of money, and so of one currency. */
export const moneyKinds: ReadonlySet<MetricKind> = new Set([
  'total',
  'average',
  'rfm_monetary',
  'rfm',
]);

/** What somebody declares: the name by which rules and templates call it, and what people read. */
export interface MetricDeclaration {
  /** `[a-z][a-z0-9_]{0,63}` */
  name: string;
  kind: MetricKind;
  /** The events that it looks at, by name. */
  event: string;
  /** ISO 4217; for those kinds that speak of money. */
  currency: string | null;
  /** Scores: how many days of events they compare. Everything else counts for ever. */
  periodDays: number | null;
  labelEn: string;
  labelTh: string;
}

/** A declared metric. */
export interface Metric extends MetricDeclaration {
  id: number;
  /** event_name.id */
  nameId: number;
  /** Not offered any more; what speaks of it goes on working. */
  archived: boolean;
  /** Scores: when they were last given to everybody; null when never yet. */
  scoredAt: Date | null;
}

/** A value as rules compare it: instants are Dates, all else numbers. */
export type MetricValue = number | Date;

/** What is true of a contact of whom nothing is kept: they ordered 0 times, for 0. */
export const absentValue = (kind: MetricKind): number | undefined =>
  kind === 'count' || kind === 'total' ? 0 : undefined;
