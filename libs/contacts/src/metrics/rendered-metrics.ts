import { DAY } from '#libs/kernel';
import type { Metric, MetricValue } from './metric.js';

/** Metrics as messages show them, by name; what is unknown is absent. */
export type RenderedMetrics = Record<string, MetricValue>;

/** `days_since` becomes the whole days of 24 hours that have passed. */
export function renderedMetrics(
  metrics: readonly Metric[],
  values: ReadonlyMap<string, MetricValue>,
  now: Date,
): RenderedMetrics {
  const daysSince = (at: Date): number =>
    Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY));
  return Object.fromEntries(
    metrics.flatMap(({ name, kind }) => {
      const value = values.get(name);
      if (value === undefined) return [];
      return [[name, kind === 'days_since' && value instanceof Date ? daysSince(value) : value]];
    }),
  );
}
