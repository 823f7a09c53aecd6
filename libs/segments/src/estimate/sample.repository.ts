import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';

/** Contacts of a sample, a little more or less. With so many the margin is at most 1.4 points. */
export const sampleSize = 5000;

/** Tables of which a rule reads the rows of a contact, and the index that finds them. */
const tables = {
  contact: 'PRIMARY',
  contact_text: 'PRIMARY',
  contact_number: 'PRIMARY',
  contact_time: 'PRIMARY',
  contact_tag: 'PRIMARY',
  contact_event: 'PRIMARY',
  contact_metric: 'PRIMARY',
  contact_list: 'contact_list_contact',
  consent_state: 'PRIMARY',
  event: 'event_by_contact',
  delivery: 'delivery_of_contact',
  response: 'response_contact',
} as const;

/**
 * Puts the sample's rows in the place of each table: a name of WITH hides the table of that name. So
 * the same statement reads the rows of a few thousand contacts, led by them through the index of the
 * contact, whatever the optimiser would choose for everybody.
 */
const sampled = Object.entries(tables)
  .map(([table, index]) => {
    const key = table === 'contact' ? 'id' : 'contact_id';
    return `${table} AS (SELECT x.* FROM segment_sample s
      STRAIGHT_JOIN ${table} x FORCE INDEX (${index}) ON x.${key} = s.contact_id)`;
  })
  .join(',\n');

export interface Counted {
  selected: number;
  of: number;
  population: number;
}

/** A random slice of the contacts: those whose hash falls below a line, so that it is stable. */
@Injectable()
export class SampleRepository {
  constructor(private readonly database: Database) {}

  /** Whether there are more contacts than this; reads no more of them than that. */
  async isMoreThan(limit: number): Promise<boolean> {
    const rows = await this.database.query('SELECT id FROM contact LIMIT 1 OFFSET ?', [limit]);
    return rows.length > 0;
  }

  /** Takes the sample anew, unless somebody has since `notSince`. */
  async take(now: Date, notSince: Date): Promise<void> {
    await this.database.transaction(async (sql) => {
      const { affectedRows } = await sql.execute(
        `UPDATE segment_population SET sampled_at = ?
         WHERE id = 1 AND (sampled_at IS NULL OR sampled_at < ?)`,
        [now, notSince],
      );
      if (affectedRows === 0) return;
      const contacts = await this.countContacts(sql);
      await sql.execute('UPDATE segment_population SET contacts = ? WHERE id = 1', [contacts]);
      await sql.execute('DELETE FROM segment_sample');
      const line = Math.ceil((2 ** 32 * sampleSize) / Math.max(contacts, sampleSize));
      await sql.execute('INSERT INTO segment_sample SELECT id FROM contact WHERE CRC32(id) < ?', [
        line,
      ]);
    });
  }

  /** How many contacts there were when the sample was taken, it has, and a compiled rule selects of it. */
  async count(rule: Statement): Promise<Counted> {
    const [row] = await this.database.query<{ selected: string; total: string; contacts: string }>(
      `WITH ${sampled}
       SELECT (SELECT COUNT(*) FROM (${rule.sql}) m) AS selected,
         (SELECT COUNT(*) FROM contact) AS total,
         p.contacts FROM segment_population p WHERE p.id = 1`,
      rule.parameters,
    );
    return {
      selected: Number(row?.selected ?? 0),
      of: Number(row?.total ?? 0),
      population: Number(row?.contacts ?? 0),
    };
  }

  private async countContacts(sql: Sql): Promise<number> {
    const [row] = await sql.query<{ n: string }>('SELECT COUNT(*) AS n FROM contact');
    return Number(row?.n ?? 0);
  }
}
