import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';

/** Contacts of a sample, a little more or less. With so many the margin is at most 2 points, and most rules take less than a tenth of a second. */
export const sampleSize = 2500;

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

  /**
   * How many contacts there were when the sample was taken, it has, and a rule selects of it: those of the
   * sample are asked one by one.
   * @param rule of `compileProbe`
   */
  async count(rule: Statement): Promise<Counted> {
    const [row] = await this.database.query<{ selected: string; total: string; contacts: string }>(
      `SELECT p.contacts,
         (SELECT COUNT(*) FROM segment_sample s STRAIGHT_JOIN contact c ON c.id = s.contact_id) AS total,
         (SELECT COUNT(*) FROM segment_sample s STRAIGHT_JOIN (${rule.sql}) m ON m.id = s.contact_id) AS selected
       FROM segment_population p WHERE p.id = 1`,
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
