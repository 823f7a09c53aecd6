import { Injectable } from '@nestjs/common';
import { shardOf } from '#libs/contacts';
import type { Sql } from '#libs/platform';
import type { Standing } from './judge.js';
import type { KeepChanges, Membership } from './keep-changes.js';
import { sideKey } from './kept-segment.js';

/** Who is in which segment, and when to look again. */
@Injectable()
export class StandingRepository {
  /**
   * What stands about these contacts, of these segments only. The sum keeps the optimiser from making a
   * range of each pair of a contact and a segment.
   */
  async read(
    sql: Sql,
    contactIds: readonly string[],
    segmentIds: readonly string[],
  ): Promise<Standing> {
    const members = new Map<string, Set<string>>();
    const dues = new Map<string, Map<string, number>>();
    if (contactIds.length === 0 || segmentIds.length === 0) return { members, dues };
    const memberRows = await sql.query<Membership>(
      `SELECT contact_id AS contactId, segment_id AS segmentId, generation
       FROM segment_member FORCE INDEX (segment_member_contact)
       WHERE contact_id IN (?) AND segment_id + 0 IN (?)`,
      [contactIds, segmentIds],
    );
    for (const { contactId, segmentId, generation } of memberRows) {
      const known = members.get(contactId);
      const key = sideKey(segmentId, generation);
      if (known) known.add(key);
      else members.set(contactId, new Set([key]));
    }
    const dueRows = await sql.query<{ contactId: string; segmentId: string; at: Date }>(
      `SELECT contact_id AS contactId, segment_id AS segmentId, changes_at AS at
       FROM segment_due FORCE INDEX (PRIMARY)
       WHERE contact_id IN (?) AND segment_id + 0 IN (?)`,
      [contactIds, segmentIds],
    );
    for (const { contactId, segmentId, at } of dueRows) {
      const known = dues.get(contactId);
      if (known) known.set(segmentId, at.getTime());
      else dues.set(contactId, new Map([[segmentId, at.getTime()]]));
    }
    return { members, dues };
  }

  /** Writes what was judged, but for the signals: one statement a table and direction. */
  async write(sql: Sql, changes: KeepChanges, now: Date): Promise<void> {
    const { entered, left, dues, touched, gone } = changes;
    if (entered.length > 0)
      await sql.execute(
        'INSERT INTO segment_member (segment_id, generation, contact_id, since) VALUES ?',
        [entered.map((row) => [row.segmentId, row.generation, row.contactId, now])],
      );
    if (left.length > 0)
      await sql.execute(
        `DELETE m FROM segment_member m FORCE INDEX (segment_member_contact)
         WHERE m.contact_id IN (?) AND (m.contact_id, m.segment_id, m.generation) IN (?)`,
        [
          left.map(({ contactId }) => contactId),
          left.map((row) => [row.contactId, row.segmentId, row.generation]),
        ],
      );
    const due = dues.filter(({ changesAt }) => changesAt !== null);
    if (due.length > 0)
      await sql.execute(
        `INSERT INTO segment_due (contact_id, segment_id, shard, changes_at) VALUES ?
         ON DUPLICATE KEY UPDATE changes_at = VALUES(changes_at)`,
        [due.map((row) => [row.contactId, row.segmentId, shardOf(row.contactId), row.changesAt])],
      );
    await this.forget(
      sql,
      dues.filter(({ changesAt }) => changesAt === null),
    );
    if (touched.length > 0)
      await sql.execute('INSERT IGNORE INTO segment_touched (segment_id, contact_id) VALUES ?', [
        touched.map(({ segmentId, contactId }) => [segmentId, contactId]),
      ]);
    await this.remove(sql, gone);
  }

  /** Takes reminders away. */
  private async forget(
    sql: Sql,
    dues: readonly { contactId: string; segmentId: string }[],
  ): Promise<void> {
    if (dues.length === 0) return;
    await sql.execute(
      `DELETE d FROM segment_due d FORCE INDEX (PRIMARY)
       WHERE d.contact_id IN (?) AND (d.contact_id, d.segment_id) IN (?)`,
      [dues.map(({ contactId }) => contactId), dues.map((due) => [due.contactId, due.segmentId])],
    );
  }

  /** Removes everything that is kept of contacts, silently: erased people leave no trace. */
  async remove(sql: Sql, contactIds: readonly string[]): Promise<void> {
    if (contactIds.length === 0) return;
    for (const table of ['segment_member', 'segment_due', 'segment_signal', 'segment_sample'])
      await sql.execute(`DELETE FROM ${table} WHERE contact_id IN (?)`, [contactIds]);
  }
}
