import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** Since when (ms) a contact is on lists, by the list's id. */
export type OnLists = ReadonlyMap<string, number>;

/** On which lists contacts are, and since when. Nobody keeps who was taken off. */
@Injectable()
export class PastListsRepository {
  constructor(private readonly database: Database) {}

  /** By contact; those on no list are absent. */
  async load(contactIds: readonly string[]): Promise<Map<string, OnLists>> {
    const lists = new Map<string, Map<string, number>>();
    if (contactIds.length === 0) return lists;
    const rows = await this.database.query<{ contact: string; list: string; at: Date }>(
      `SELECT contact_id AS contact, list_id AS list, added_at AS at
       FROM contact_list WHERE contact_id IN (?)`,
      [contactIds],
    );
    for (const { contact, list, at } of rows) {
      const own = lists.get(contact) ?? new Map<string, number>();
      lists.set(contact, own.set(list, at.getTime()));
    }
    return lists;
  }
}
