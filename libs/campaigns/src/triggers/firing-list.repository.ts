import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { FiringLine, FiringState } from './firing.js';

const select = `SELECT f.id, f.contact_id AS contactId, f.cause_kind AS causeKind,
    f.cause_ref AS causeRef, f.entry_key AS entryKey, f.reentry_key AS reentryKey,
    f.happened_at AS happenedAt, f.state, f.reason, f.due_at AS dueAt, f.decided_at AS decidedAt,
    COALESCE(f.explanation, '[]') AS steps, d.id AS deliveryId, d.state AS deliveryState,
    d.reason AS deliveryReason
  FROM firing f LEFT JOIN delivery d ON d.campaign_id = f.campaign_id AND d.step = 0
    AND d.occurrence = COALESCE(f.occurrence, f.id) AND d.contact_id = f.contact_id`;

type Row = Omit<FiringLine, 'steps'> & { steps: string | FiringLine['steps'] };

/** An expression over a JSON column arrives as text. */
const read = ({ steps, ...row }: Row): FiringLine => ({
  ...row,
  steps: typeof steps === 'string' ? (JSON.parse(steps) as FiringLine['steps']) : steps,
});

/** Firings, as people look at them. */
@Injectable()
export class FiringListRepository {
  constructor(private readonly database: Database) {}

  /** A page of a campaign's firings, newest first, below the id `before`. */
  async list(
    campaignId: string,
    filter: { state?: FiringState; contactId?: string; before: string | null; limit: number },
  ): Promise<FiringLine[]> {
    const conditions = ['f.campaign_id = ?'];
    const values: unknown[] = [campaignId];
    const where = (condition: string, value: unknown) => {
      conditions.push(condition);
      values.push(value);
    };
    if (filter.state) where('f.state = ?', filter.state);
    if (filter.contactId) where('f.contact_id = ?', filter.contactId);
    if (filter.before) where('f.id < ?', filter.before);
    const rows = await this.database.query<Row>(
      `${select} WHERE ${conditions.join(' AND ')} ORDER BY f.id DESC LIMIT ?`,
      [...values, filter.limit],
    );
    return rows.map(read);
  }

  /** What came of one cause for one contact, if anything was written down. */
  async find(campaignId: string, contactId: string, entryKey: string): Promise<FiringLine | null> {
    const [row] = await this.database.query<Row>(
      `${select} WHERE f.campaign_id = ? AND f.contact_id = ? AND f.entry_key = ?`,
      [campaignId, contactId, entryKey],
    );
    return row ? read(row) : null;
  }
}
