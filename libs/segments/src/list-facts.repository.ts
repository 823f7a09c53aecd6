import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';

/** On which lists contacts are. */
@Injectable()
export class ListFactsRepository {
  /** Ids of lists, by contact; those on no list are absent. */
  async load(sql: Sql, contactIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const lists = new Map<string, Set<string>>();
    if (contactIds.length === 0) return lists;
    const rows = await sql.query<{ contact: string; list: string }>(
      'SELECT contact_id AS contact, list_id AS list FROM contact_list WHERE contact_id IN (?)',
      [contactIds],
    );
    for (const { contact, list } of rows) {
      const known = lists.get(contact);
      if (known) known.add(list);
      else lists.set(contact, new Set([list]));
    }
    return lists;
  }
}
