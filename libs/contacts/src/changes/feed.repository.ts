import { Injectable } from '@nestjs/common';
import { Bell, type Sql } from '#libs/platform';

/** Rung when something happened that somebody waits for. */
export const feedBell = 'feed';

export type FeedKind = 'event' | 'entered' | 'left';

/** Something that happened once, to one contact. */
export interface Happening {
  kind: FeedKind;
  /** event_name.id, or the segment's id. */
  subject: string;
  contactId: string;
  /** event.id, or segment_signal.id. */
  ref: string;
  occurredAt: Date;
}

/**
 * What has happened and is waited for. Whoever waits says so beforehand; the rows are written with the
 * happening itself and taken away with what came of it, so that each is acted upon once.
 */
@Injectable()
export class FeedRepository {
  constructor(private readonly bell: Bell) {}

  /** Which of these subjects somebody waits for. */
  async awaited(
    sql: Sql,
    kind: FeedKind,
    subjects: readonly (string | number)[],
  ): Promise<Set<string>> {
    if (subjects.length === 0) return new Set();
    const rows = await sql.query<{ subject: string }>(
      'SELECT DISTINCT subject FROM feed_interest WHERE kind = ? AND subject IN (?)',
      [kind, subjects],
    );
    return new Set(rows.map(({ subject }) => String(subject)));
  }

  async append(sql: Sql, happenings: readonly Happening[], now: Date): Promise<void> {
    if (happenings.length === 0) return;
    await sql.execute(
      'INSERT INTO feed (kind, subject, contact_id, ref, occurred_at, created_at) VALUES ?',
      [
        happenings.map(({ kind, subject, contactId, ref, occurredAt }) => [
          kind,
          subject,
          contactId,
          ref,
          occurredAt,
          now,
        ]),
      ],
    );
  }

  /** From now on `owner` waits for it; twice is once. */
  async await(
    sql: Sql,
    { kind, subject }: Pick<Happening, 'kind' | 'subject'>,
    owner: string,
  ): Promise<void> {
    await sql.execute('INSERT IGNORE INTO feed_interest (kind, subject, owner) VALUES (?, ?, ?)', [
      kind,
      subject,
      owner,
    ]);
  }

  /** `owner` waits for nothing any more. */
  async forget(sql: Sql, owner: string): Promise<void> {
    await sql.execute('DELETE FROM feed_interest WHERE owner = ?', [owner]);
  }

  /** Wakes up those who wait; to be called after the commit. */
  ring(): void {
    this.bell.ring(feedBell);
  }
}
