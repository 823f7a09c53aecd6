import { Injectable } from '@nestjs/common';
import { Bell, type Sql } from '#libs/platform';
import { shardCount, shardOf } from './topics.js';

/** Rung when contacts have changed. */
export const changesBell = 'changes';

/**
 * Notes, in the transaction of a change, whose memberships must be judged again. The rows are taken
 * away by whoever has judged them: nothing is lost, whatever dies in between.
 */
@Injectable()
export class ChangeRepository {
  constructor(private readonly bell: Bell) {}

  /** @param topic one of `topics`, or the id of an event's name. */
  async note(sql: Sql, contactIds: Iterable<string>, topic: number): Promise<void> {
    await this.noteAll(
      sql,
      [...new Set(contactIds)].map((contactId) => ({ contactId, topic })),
    );
  }

  /** As `note`, if anybody has asked for changes of the topic. To be called under REPEATABLE READ. */
  async noteWanted(sql: Sql, contactIds: readonly string[], topic: number): Promise<void> {
    if (contactIds.length === 0) return;
    // Held until the commit: whoever begins to ask for it waits, and looks at what is there then.
    const wanted = await sql.query(
      'SELECT topic FROM change_topic WHERE topic = ? LOCK IN SHARE MODE',
      [topic],
    );
    if (wanted.length > 0) await this.note(sql, contactIds, topic);
  }

  /** From the commit on, changes of this topic are noted. */
  async want(sql: Sql, topic: number): Promise<void> {
    await sql.execute('INSERT IGNORE INTO change_topic (topic) VALUES (?)', [topic]);
  }

  /** The same for changes of several topics. */
  async noteAll(sql: Sql, changes: readonly { contactId: string; topic: number }[]): Promise<void> {
    if (changes.length === 0) return;
    await sql.execute('INSERT INTO recheck (shard, contact_id, topic) VALUES ?', [
      changes.map(({ contactId, topic }) => [shardOf(contactId), contactId, topic]),
    ]);
  }

  /** Notes every contact that a statement selects as `id`. */
  async noteSelected(
    sql: Sql,
    select: string,
    parameters: readonly unknown[],
    topic: number,
  ): Promise<void> {
    await sql.execute(
      `INSERT INTO recheck (shard, contact_id, topic)
       SELECT m.id % ${shardCount}, m.id, ? FROM (${select}) m`,
      [topic, ...parameters],
    );
  }

  /** Wakes up those who judge; to be called after the commit. */
  ring(): void {
    this.bell.ring(changesBell);
  }
}
