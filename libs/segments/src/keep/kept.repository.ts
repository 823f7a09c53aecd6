import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { SignalCause, SignalKind } from './keep-changes.js';

/** A contact who is in. */
export interface Member {
  contactId: string;
  since: Date;
}

/** Somebody entered or left. */
export interface Signal {
  id: string;
  contactId: string;
  kind: SignalKind;
  cause: SignalCause;
  /** Of the segment's rule. */
  version: number;
  at: Date;
}

/** Memberships and signals as they are read. */
@Injectable()
export class KeptRepository {
  constructor(private readonly database: Database) {}

  async count(segmentId: string, generation: number): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM segment_member WHERE segment_id = ? AND generation = ?',
      [segmentId, generation],
    );
    return Number(row?.n ?? 0);
  }

  /** In order of the contact's id; of the generation that serves. */
  members(segmentId: string, after: string, limit: number): Promise<Member[]> {
    return this.database.query<Member>(
      `SELECT m.contact_id AS contactId, m.since FROM segment_keep k
       JOIN segment_member m ON m.segment_id = k.segment_id AND m.generation = k.generation
       WHERE k.segment_id = ? AND m.contact_id > ? ORDER BY m.contact_id LIMIT ?`,
      [segmentId, after, limit],
    );
  }

  /** In the order in which they came about. */
  signals(segmentId: string, after: string, limit: number): Promise<Signal[]> {
    return this.database.query<Signal>(
      `SELECT id, contact_id AS contactId, kind, cause, version, at FROM segment_signal
       WHERE segment_id = ? AND id > ? ORDER BY id LIMIT ?`,
      [segmentId, after, limit],
    );
  }
}
