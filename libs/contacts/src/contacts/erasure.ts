import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';

/** Removes what one lib keeps of these people, within the transaction of the erasure. */
export type Eraser = (sql: Sql, contactIds: readonly string[]) => Promise<void>;

/** Tables of this lib that hold something of a person. */
const ownTables = [
  'contact_text',
  'contact_number',
  'contact_time',
  'contact_tag',
  'consent',
  'consent_state',
  'event',
  'contact_event',
  'contact_list',
  'contact_metric',
  'contact_traits',
] as const;

/**
 * Files that are kept for another try may name the person, in whatever encoding and spelling: they
 * go as a whole. Those that are still worked on go when that ends.
 */
const dropKeptFiles = `DELETE FROM import_chunk WHERE import_id IN (
  SELECT id FROM import WHERE state IN ('done', 'failed', 'cancelled'))`;

/**
 * Who removes what when a person is erased. Libs that keep more of a person add theirs when their
 * module starts; all run in the one transaction that removes the contact.
 */
@Injectable()
export class Erasers {
  private readonly erasers: Eraser[] = [
    async (sql, ids) => {
      for (const table of ownTables)
        await sql.execute(`DELETE FROM ${table} WHERE contact_id IN (?)`, [ids]);
      await sql.execute(dropKeptFiles);
    },
  ];

  constructor(private readonly changes: ChangeRepository) {}

  /** To be called while modules start. */
  add(eraser: Eraser): void {
    this.erasers.push(eraser);
  }

  /**
   * Removes everything of these people, the contacts themselves last. Who comes later in the order of
   * modules goes first: whoever still makes deliveries of what happened is waited for, then those go.
   */
  async run(sql: Sql, contactIds: readonly string[]): Promise<void> {
    for (const erase of this.erasers.toReversed()) await erase(sql, contactIds);
    await sql.execute('DELETE FROM contact WHERE id IN (?)', [contactIds]);
    // Whoever judged them just now, and still writes it down, is corrected.
    await this.changes.note(sql, contactIds, topics.person);
  }
}
