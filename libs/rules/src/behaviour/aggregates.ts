import type { Words } from '../schema.js';
import { type Sql, sql } from '../sql.js';
import type { AggregateOf } from '../tree.js';
import {
  type Accumulator,
  type Start,
  average,
  distinct,
  extreme,
  largestLast,
  smallestLast,
  sum,
} from './accumulators.js';
import type { Summand } from './summand.js';

/** One way to make a number of the values of events. */
interface Aggregate {
  /** Of no value at all. */
  readonly nothing: 0 | null;
  /** Whether the past may come summed up. */
  readonly summable: boolean;
  start(summand: Summand, start?: Start): Accumulator;
  /** Of a group of rows, as a double; NULL where there is no value. */
  toSql(columns: ReturnType<Summand['toSql']>): Sql;
  /** {field}, {event}, {window} and {where}. */
  readonly label: Words;
}

export const aggregates: { readonly [A in AggregateOf]: Aggregate } = {
  sum: {
    nothing: null,
    summable: true,
    start: sum,
    toSql: ({ exact }) => sql`(SUM(${exact}) + 0e0)`,
    label: {
      en: 'total {field} of {event}{window}{where}',
      th: '{field}รวมของ {event}{window}{where} ',
    },
  },
  average: {
    nothing: null,
    summable: true,
    start: average,
    toSql: ({ exact }) => sql`((SUM(${exact}) + 0e0) / COUNT(${exact}))`,
    label: {
      en: 'average {field} of {event}{window}{where}',
      th: '{field}เฉลี่ยของ {event}{window}{where} ',
    },
  },
  minimum: {
    nothing: null,
    summable: false,
    start: extreme(smallestLast),
    toSql: ({ double }) => sql`MIN(${double})`,
    label: {
      en: 'smallest {field} of {event}{window}{where}',
      th: '{field}ต่ำสุดของ {event}{window}{where} ',
    },
  },
  maximum: {
    nothing: null,
    summable: false,
    start: extreme(largestLast),
    toSql: ({ double }) => sql`MAX(${double})`,
    label: {
      en: 'largest {field} of {event}{window}{where}',
      th: '{field}สูงสุดของ {event}{window}{where} ',
    },
  },
  distinct: {
    nothing: 0,
    summable: false,
    start: distinct,
    toSql: ({ key }) => sql`COUNT(DISTINCT ${key})`,
    label: {
      en: 'number of different {field} of {event}{window}{where}',
      th: 'จำนวน{field}ที่ไม่ซ้ำกันของ {event}{window}{where} ',
    },
  },
};
