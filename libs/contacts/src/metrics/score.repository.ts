import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { dimensionsOf, type Dimension } from './metric.js';
import type { Cut, Scale } from './scale.js';

interface Piece {
  sql: string;
  parameters: readonly unknown[];
}

/** What a dimension measures of the events `e` of one contact, as a double. */
export function measure(dimension: Dimension, currency: string | null): Piece {
  const measures: { readonly [D in Dimension]: string } = {
    // Milliseconds since 1970.
    recency: `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(e.occurred_at)) DIV 1000 + 0e0`,
    frequency: 'COUNT(*) + 0e0',
    monetary: 'COALESCE(SUM(CASE WHEN e.currency = ? THEN e.value END), 0) + 0e0',
  };
  const parameters = dimension === 'monetary' ? [currency] : [];
  return { sql: measures[dimension], parameters };
}

/** `1`, and 1 more for each bound that is exceeded. */
function digit(dimension: Dimension, cuts: readonly Cut[]): Piece {
  const bounds = cuts.filter((cut) => cut.dimension === dimension).map(({ bound }) => bound);
  const exceeded = bounds.map(() => `(b.${dimension} > ?)`);
  return { sql: ['1', ...exceeded].join(' + '), parameters: bounds };
}

/**
 * Selects `contact_id, value` of those who did something within the period; nobody, as long as the
 * population has not been cut.
 */
function scores(
  { kind, nameId, currency, from, cuts }: Scale,
  which: string,
  ids: unknown[],
): Piece {
  const dimensions = dimensionsOf[kind] ?? [];
  const columns = dimensions.map((name) => ({ name, ...measure(name, currency) }));
  const digits = dimensions.map((name) => digit(name, cuts));
  const value = digits.reduce((sum, { sql }) => `(${sum}) * 10 + ${sql}`, '0');
  return {
    sql: `SELECT b.contact_id, (${value}) + 0e0 AS value FROM (
      SELECT e.contact_id${columns.map(({ sql, name }) => `, ${sql} AS ${name}`).join('')}
      FROM event e FORCE INDEX (event_by_contact)
      WHERE e.contact_id ${which} AND e.name_id = ? AND e.occurred_at > ? AND ${cuts.length} > 0
      GROUP BY e.contact_id) b`,
    parameters: [
      ...digits.flatMap(({ parameters }) => parameters),
      ...columns.flatMap(({ parameters }) => parameters),
      ...ids,
      nameId,
      from,
    ],
  };
}

/** The scores that contacts have. */
@Injectable()
export class ScoreRepository {
  constructor(private readonly database: Database) {}

  /** Those with an id from `first` to `last` whose score is not what it should be. */
  async outdated(scale: Scale, first: string, last: string): Promise<string[]> {
    const fresh = scores(scale, 'BETWEEN ? AND ?', [first, last]);
    const rows = await this.database.query<{ id: string }>(
      `SELECT f.contact_id AS id FROM (${fresh.sql}) f
       LEFT JOIN contact_metric k ON k.contact_id = f.contact_id AND k.metric_id = ?
       WHERE k.value IS NULL OR k.value <> f.value
       UNION ALL
       SELECT k.contact_id FROM contact_metric k FORCE INDEX (PRIMARY)
       WHERE k.contact_id BETWEEN ? AND ? AND k.metric_id = ? AND NOT EXISTS (
         SELECT 1 FROM event e FORCE INDEX (event_by_contact)
         WHERE e.contact_id = k.contact_id AND e.name_id = ? AND e.occurred_at > ?)`,
      [...fresh.parameters, scale.id, first, last, scale.id, scale.nameId, scale.from],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Gives contacts, whose rows the caller has locked, the score that they should have.
   * @returns those whose score it changed.
   */
  async rescore(sql: Sql, scale: Scale, contactIds: readonly string[]): Promise<string[]> {
    if (contactIds.length === 0) return [];
    const fresh = scores(scale, 'IN (?)', [contactIds]);
    const due = await valuesById(sql, fresh);
    const kept = await valuesById(sql, {
      sql: `SELECT contact_id, value FROM contact_metric FORCE INDEX (PRIMARY)
        WHERE contact_id IN (?) AND metric_id = ?`,
      parameters: [contactIds, scale.id],
    });
    const changed = [...due].filter(([id, value]) => kept.get(id) !== value);
    const gone = [...kept.keys()].filter((id) => !due.has(id));
    if (changed.length > 0)
      await sql.execute(
        `INSERT INTO contact_metric (contact_id, metric_id, value) VALUES ?
         ON DUPLICATE KEY UPDATE value = VALUES(value)`,
        [changed.map(([id, value]) => [id, scale.id, value])],
      );
    if (gone.length > 0)
      await sql.execute('DELETE FROM contact_metric WHERE contact_id IN (?) AND metric_id = ?', [
        gone,
        scale.id,
      ]);
    return [...changed.map(([id]) => id), ...gone];
  }

  /** Ids that cut all contacts into shares of about this size: the first and the last of each. */
  async *ranges(size: number): AsyncGenerator<readonly [string, string]> {
    for (let after = '0'; ;) {
      const [row] = await this.database.query<{ first: string | null; last: string | null }>(
        `SELECT MIN(id) AS first, MAX(id) AS last FROM (
           SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?) r`,
        [after, size],
      );
      if (!row?.first || !row.last) return;
      yield [row.first, row.last];
      after = row.last;
    }
  }

  /** Locks those that exist, as the event store does, so that nobody's events are added meanwhile. */
  async lock(sql: Sql, contactIds: readonly string[]): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      'SELECT id FROM contact WHERE id IN (?) ORDER BY id FOR UPDATE',
      [contactIds],
    );
    return rows.map(({ id }) => id);
  }
}

async function valuesById(
  sql: Sql,
  { sql: text, parameters }: Piece,
): Promise<Map<string, number>> {
  const rows = await sql.query<{ contact_id: string; value: number }>(text, parameters);
  return new Map(rows.map((row) => [row.contact_id, row.value]));
}
