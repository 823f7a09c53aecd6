import { absentValue, dimensionsOf, type Metric, type MetricKind } from '#libs/contacts';
import type { Field, FieldKind, RowsPlace } from '#libs/rules';

/** Rules write metrics with this in front. */
export const metricPrefix = 'metrics.';

type Kept = Pick<RowsPlace, 'column' | 'decimal' | 'per'>;

/** Where each kind stands in contact_event; scores have a table of their own. */
const storage: { readonly [K in MetricKind]?: { kind: FieldKind } & Kept } = {
  count: { kind: 'number', column: 'times' },
  total: { kind: 'number', column: 'total', decimal: true },
  average: { kind: 'number', column: 'total', decimal: true, per: 'times' },
  first: { kind: 'datetime', column: 'first_at' },
  last: { kind: 'datetime', column: 'last_at' },
  // Days since: "more than 30 days ago", "within the last 7 days".
  days_since: { kind: 'datetime', column: 'last_at' },
};

function placeOf({ id, kind, nameId, currency }: Metric): RowsPlace {
  if (dimensionsOf[kind])
    return { table: 'contact_metric', column: 'value', where: [['metric_id', id]] };
  const { column = '', decimal, per } = storage[kind] ?? {};
  const where = [
    ['name_id', nameId],
    ['currency', currency ?? ''],
  ] as const;
  return {
    table: 'contact_event',
    column,
    where,
    ...(decimal && { decimal }),
    ...(per && { per }),
  };
}

/** A declared metric as a field of rules. It is judged as it is known now, whatever the instant. */
export function metricField(metric: Metric): Field {
  const absent = absentValue(metric.kind);
  return {
    name: metricPrefix + metric.name,
    kind: storage[metric.kind]?.kind ?? 'number',
    label: { en: metric.labelEn, th: metric.labelTh },
    place: placeOf(metric),
    ...(absent !== undefined && { absent }),
  };
}
