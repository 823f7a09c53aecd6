import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import {
  absentValue,
  dimensionsOf,
  type Metric,
  type MetricKind,
  type MetricValue,
} from './metric.js';
import { MetricRepository } from './metric.repository.js';

interface SummaryRow {
  contactId: string;
  nameId: number;
  currency: string;
  times: number;
  /** DECIMAL as text: the server would round a double that it prints. */
  total: string;
  first: Date;
  last: Date;
}

/** What each kind reads of a summary, divided as SQL divides: by doubles. */
const read: { readonly [K in MetricKind]?: (row: SummaryRow) => MetricValue } = {
  count: ({ times }) => times,
  total: ({ total }) => Number(total),
  average: ({ total, times }) => Number(total) / times,
  first: ({ first }) => first,
  last: ({ last }) => last,
  days_since: ({ last }) => last,
};

type Values = Map<string, Map<string, MetricValue>>;

/** Reads what metrics come to, the same numbers that rules find in SQL. */
@Injectable()
export class MetricValues {
  constructor(private readonly metrics: MetricRepository) {}

  /**
   * The values of contacts by id and name, in at most three statements. What is unknown is absent, and
   * so are contacts of whom nothing at all is known; `days_since` is the instant since when.
   * @param names of the metrics that are wanted; all when left out.
   */
  async load(sql: Sql, contactIds: readonly string[], names?: Iterable<string>): Promise<Values> {
    const values: Values = new Map();
    const wanted = names && new Set(names);
    if (contactIds.length === 0 || wanted?.size === 0) return values;
    const metrics = (await this.metrics.list(sql)).filter(({ name }) => wanted?.has(name) ?? true);
    const place = (contactId: string, name: string, value: MetricValue): void => {
      const own = values.get(contactId) ?? new Map<string, MetricValue>();
      values.set(contactId, own.set(name, value));
    };
    for (const { name, kind } of metrics) {
      const absent = absentValue(kind);
      if (absent !== undefined) contactIds.forEach((id) => place(id, name, absent));
    }
    const scored = metrics.filter(({ kind }) => dimensionsOf[kind]);
    const summed = metrics.filter(({ kind }) => !dimensionsOf[kind]);
    await this.loadScores(sql, contactIds, scored, place);
    await this.loadSums(sql, contactIds, summed, place);
    return values;
  }

  private async loadScores(
    sql: Sql,
    contactIds: readonly string[],
    metrics: readonly Metric[],
    place: (contactId: string, name: string, value: MetricValue) => void,
  ): Promise<void> {
    if (metrics.length === 0) return;
    const nameOf = new Map(metrics.map(({ id, name }) => [id, name]));
    const rows = await sql.query<{ contactId: string; metricId: number; value: number }>(
      `SELECT contact_id AS contactId, metric_id AS metricId, value FROM contact_metric
       FORCE INDEX (PRIMARY) WHERE contact_id IN (?) AND metric_id IN (?)`,
      [contactIds, [...nameOf.keys()]],
    );
    for (const { contactId, metricId, value } of rows)
      place(contactId, nameOf.get(metricId)!, value);
  }

  private async loadSums(
    sql: Sql,
    contactIds: readonly string[],
    metrics: readonly Metric[],
    place: (contactId: string, name: string, value: MetricValue) => void,
  ): Promise<void> {
    if (metrics.length === 0) return;
    const rows = await sql.query<SummaryRow>(
      `SELECT contact_id AS contactId, name_id AS nameId, currency, times, total,
         first_at AS first, last_at AS last
       FROM contact_event FORCE INDEX (PRIMARY)
       WHERE contact_id IN (?) AND name_id IN (?) AND currency IN (?)`,
      [
        contactIds,
        [...new Set(metrics.map(({ nameId }) => nameId))],
        [...new Set(metrics.map(({ currency }) => currency ?? ''))],
      ],
    );
    for (const row of rows)
      for (const { name, kind, nameId, currency } of metrics) {
        const value = read[kind]?.(row);
        if (value !== undefined && nameId === row.nameId && (currency ?? '') === row.currency)
          place(row.contactId, name, value);
      }
  }
}
