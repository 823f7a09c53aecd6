import { Injectable } from '@nestjs/common';
import { FeedRepository, type Happening } from '#libs/contacts';
import type { Sql } from '#libs/platform';
import type { NewSignal, SignalKind } from './keep-changes.js';

interface SignalRow {
  id: string;
  segmentId: string;
  contactId: string;
  kind: SignalKind;
  at: Date;
}

/** Happenings of one statement. */
const piece = 5000;

/** Who entered and who left: the source of truth of every signal, each exactly once. */
@Injectable()
export class SignalRepository {
  constructor(private readonly feed: FeedRepository) {}

  /**
   * Writes signals of contacts whose shards are held, and hands on those that somebody waits for.
   * @returns whether any was handed on.
   */
  async append(sql: Sql, signals: readonly NewSignal[], now: Date): Promise<boolean> {
    if (signals.length === 0) return false;
    const { insertId } = await sql.execute(
      'INSERT INTO segment_signal (segment_id, contact_id, kind, cause, version, at) VALUES ?',
      [signals.map((s) => [s.segmentId, s.contactId, s.kind, s.cause, s.version, now])],
    );
    const segments = [...new Set(signals.map(({ segmentId }) => segmentId))];
    const awaited = await this.awaited(sql, segments);
    const wanted = signals.filter((signal) => awaited(signal));
    if (wanted.length === 0) return false;
    // Nobody else writes signals of these contacts meanwhile, whatever ids others are given.
    const rows = await sql.query<SignalRow>(
      `SELECT id, segment_id AS segmentId, contact_id AS contactId, kind, at
       FROM segment_signal WHERE contact_id IN (?) AND id >= ?`,
      [wanted.map(({ contactId }) => contactId), insertId],
    );
    return this.handOn(sql, rows.filter(awaited), now);
  }

  /** Tells of which signals somebody waits for. */
  async awaited(
    sql: Sql,
    segmentIds: readonly string[],
  ): Promise<(signal: { segmentId: string; kind: SignalKind }) => boolean> {
    const awaited = {
      entered: await this.feed.awaited(sql, 'entered', segmentIds),
      left: await this.feed.awaited(sql, 'left', segmentIds),
    };
    return ({ segmentId, kind }) => awaited[kind].has(segmentId);
  }

  /** @returns whether there was any. */
  async handOn(sql: Sql, signals: readonly SignalRow[], now: Date): Promise<boolean> {
    for (let from = 0; from < signals.length; from += piece) {
      const happenings = signals
        .slice(from, from + piece)
        .map(({ id, segmentId, contactId, kind, at }): Happening => ({
          kind,
          subject: segmentId,
          contactId,
          ref: id,
          occurredAt: at,
        }));
      await this.feed.append(sql, happenings, now);
    }
    return signals.length > 0;
  }
}
