import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { dimensionsOf } from './metric.js';
import type { Cut, Scale } from './scale.js';
import { measure } from './score.repository.js';

/**
 * Where scores change, by recency, frequency and monetary value (A. M. Hughes, Strategic Database
 * Marketing, 1994): the population is cut into fifths by each, 5 being the latest, most and highest.
 */
@Injectable()
export class ScaleRepository {
  constructor(private readonly database: Database) {}

  /**
   * The bounds between fifths: the values at rank ⌈n·k/5⌉ from below, k = 1…4 (the inverse of the
   * empirical distribution). A score is given for exceeding a bound, so that equals score alike; where
   * many are equal, as those who bought once, fifths are unequal. Empty when there is nobody.
   */
  async cut(metric: Omit<Scale, 'cuts'>): Promise<Cut[]> {
    const cuts: Cut[] = [];
    for (const dimension of dimensionsOf[metric.kind] ?? []) {
      const { sql, parameters } = measure(dimension, metric.currency);
      const rows = await this.database.query<{ value: number; place: string; people: string }>(
        `SELECT r.value, r.place, r.people FROM (
           SELECT b.value, ROW_NUMBER() OVER (ORDER BY b.value) AS place, COUNT(*) OVER () AS people
           FROM (SELECT ${sql} AS value FROM event e
             WHERE e.name_id = ? AND e.occurred_at > ? GROUP BY e.contact_id) b) r
         WHERE r.place IN (CEIL(r.people / 5), CEIL(r.people * 2 / 5), CEIL(r.people * 3 / 5),
           CEIL(r.people * 4 / 5))`,
        [...parameters, metric.nameId, metric.from],
      );
      const people = Number(rows[0]?.people ?? 0);
      for (const k of people === 0 ? [] : [1, 2, 3, 4]) {
        const found = rows.find(({ place }) => Number(place) === Math.ceil((people * k) / 5));
        cuts.push({ dimension, score: k + 1, bound: found!.value });
      }
    }
    return cuts;
  }

  /**
   * Puts new cut points in force, unless later ones are. Whoever scores by the old ones holds a share
   * lock on the metric: this waits for them, and they for this.
   */
  async replace(id: number, from: Date, cuts: readonly Cut[]): Promise<void> {
    await this.database.transaction(async (sql) => {
      const { affectedRows } = await sql.execute(
        'UPDATE metric SET scored_from = ? WHERE id = ? AND COALESCE(scored_from, ?) <= ?',
        [from, id, from, from],
      );
      if (affectedRows === 0) return;
      await sql.execute('DELETE FROM metric_cut WHERE metric_id = ?', [id]);
      if (cuts.length === 0) return;
      await sql.execute('INSERT INTO metric_cut (metric_id, dimension, score, bound) VALUES ?', [
        cuts.map(({ dimension, score, bound }) => [id, dimension, score, bound]),
      ]);
    });
  }

  /** Everybody has the score that these cut points give, if they are still in force. */
  async settle(id: number, from: Date, at: Date): Promise<void> {
    await this.database.execute(
      'UPDATE metric SET scored_at = ? WHERE id = ? AND scored_from = ?',
      [at, id, from],
    );
  }

  /**
   * The scales of metrics, by the names of their events or by id. Within a transaction they are locked
   * against new cut points until it ends.
   */
  async load(
    by: { nameIds: readonly number[] } | { id: number },
    sql: Sql = this.database,
  ): Promise<Scale[]> {
    const [column, keys] = 'id' in by ? ['id', [by.id]] : ['name_id', by.nameIds];
    if (keys.length === 0) return [];
    const rows = await sql.query<Omit<Scale, 'cuts'>>(
      `SELECT id, kind, name_id AS nameId, currency, scored_from AS \`from\` FROM metric
       WHERE ${column} IN (?) ORDER BY id LOCK IN SHARE MODE`,
      [keys],
    );
    if (rows.length === 0) return [];
    const cuts = await sql.query<Cut & { metricId: number }>(
      `SELECT metric_id AS metricId, dimension, score, bound FROM metric_cut
       WHERE metric_id IN (?) ORDER BY metric_id, dimension, score`,
      [rows.map(({ id }) => id)],
    );
    return rows.map((row) => ({
      ...row,
      cuts: cuts.filter(({ metricId }) => metricId === row.id),
    }));
  }
}
