import { both, count, day, list, number, object, orNull, text, type Part } from './schema-parts.js';

const interval = { low: number, high: number };
const estimate = orNull(object({ estimate: number, ...interval }));
const adjusted = object({
  estimate: number,
  ...interval,
  degrees: orNull(number),
  theta: number,
  pValue: orNull(number),
  reduction: number,
});

const figure = object({
  outcome: text,
  total: number,
  mean: number,
  interval: orNull(object(interval)),
});

const comparison = object({
  arm: text,
  outcome: text,
  kind: text,
  currency: orNull(text),
  difference: estimate,
  method: text,
  pValue: orNull(number),
  lift: estimate,
  incremental: estimate,
  adjusted: orNull(adjusted),
  verdict: object({ kind: text, text: both }),
});

const segment = object({
  value: text,
  people: count,
  difference: estimate,
  pValue: orNull(number),
});

const heterogeneity = object({
  arm: text,
  column: text,
  pValue: orNull(number),
  segments: list(segment),
  text: both,
});

/** PastReport of libs/analysis, where each field is explained. */
export const pastReportSchema: Part = object({
  id: text,
  name: text,
  ranOn: orNull(day),
  people: count,
  control: text,
  equalShares: object({ pValue: number }),
  arms: list(object({ arm: text, people: count, figures: list(figure) })),
  comparisons: list(comparison),
  heterogeneity: list(heterogeneity),
  verdict: both,
});
