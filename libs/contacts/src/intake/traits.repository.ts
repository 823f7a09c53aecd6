import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';

/** As of when the traits of contacts are. */
@Injectable()
export class TraitsRepository {
  /** By contact id; absent where nobody said any. */
  async asOf(sql: Sql, contactIds: readonly string[]): Promise<Map<string, Date>> {
    if (contactIds.length === 0) return new Map();
    const rows = await sql.query<{ id: string; at: Date }>(
      'SELECT contact_id AS id, traits_at AS at FROM contact_traits WHERE contact_id IN (?)',
      [contactIds],
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  async keep(sql: Sql, traitsAt: readonly (readonly [string, Date])[]): Promise<void> {
    if (traitsAt.length === 0) return;
    await sql.execute(
      `INSERT INTO contact_traits (contact_id, traits_at) VALUES ?
       ON DUPLICATE KEY UPDATE traits_at = GREATEST(traits_at, VALUES(traits_at))`,
      [traitsAt],
    );
  }
}
