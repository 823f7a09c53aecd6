import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Mailing } from './mailing.js';

/** Mailings, and the gate that each of them has. */
@Injectable()
export class MailingRepository {
  constructor(private readonly database: Database) {}

  /** Creates a mailing with its gate closed. Returns its id. */
  async create(mailing: Omit<Mailing, 'id'>, sql: Sql = this.database): Promise<string> {
    const { insertId } = await sql.execute(
      `INSERT INTO mailing (campaign_id, campaign_name, channel, purpose, template_version_id,
         sender, holdout_share, salt, uncertain_policy, priority, urgency, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(3))`,
      [
        mailing.campaignId,
        mailing.campaignName,
        mailing.channel,
        mailing.purpose,
        mailing.templateVersionId,
        JSON.stringify(mailing.sender),
        mailing.holdoutShare,
        mailing.salt,
        mailing.uncertainPolicy,
        mailing.priority,
        mailing.urgency,
      ],
    );
    return insertId;
  }

  async get(id: string): Promise<Mailing | null> {
    const [mailing] = await this.database.query<Mailing>(
      `SELECT id, campaign_id AS campaignId, campaign_name AS campaignName, channel, purpose,
         template_version_id AS templateVersionId, sender, holdout_share AS holdoutShare, salt,
         uncertain_policy AS uncertainPolicy, priority, urgency
       FROM mailing WHERE id = ?`,
      [id],
    );
    return mailing ?? null;
  }

  /**
   * Opens or closes the gate. A flush of intents holds a share lock on this row, so once a closing has
   * been answered no intent is written any more.
   */
  async setOpen(id: string, open: boolean, sql: Sql = this.database): Promise<void> {
    await sql.execute(
      'UPDATE mailing SET open = ?, ended_at = IF(open, NULL, ended_at) WHERE id = ?',
      [open, id],
    );
  }

  /** Nothing of it moves by itself any more. */
  async end(id: string, sql: Sql = this.database): Promise<void> {
    await sql.execute('UPDATE mailing SET open = 0, ended_at = NOW(3) WHERE id = ?', [id]);
  }

  /** Those that have not ended, open or not. */
  async live(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      // One that a process of a version before has opened again bears the mark still.
      'SELECT id FROM mailing WHERE ended_at IS NULL OR open = 1',
    );
    return rows.map(({ id }) => id);
  }

  /** Open mailings that have deliveries due; none while all sending is held. */
  withWork(): Promise<Pick<Mailing, 'id' | 'urgency'>[]> {
    return this.database.query(
      `SELECT m.id, m.urgency FROM mailing m JOIN sending_switch s ON s.id = 1 AND s.open = 1
       WHERE m.open = 1 AND (
         EXISTS (SELECT 1 FROM delivery d
                 WHERE d.mailing_id = m.id AND d.state = 'planned' AND d.due_at <= NOW(3))
         OR EXISTS (SELECT 1 FROM delivery d
                 WHERE d.mailing_id = m.id AND d.state = 'deferred' AND d.due_at <= NOW(3)))`,
    );
  }

  /** For how long the oldest delivery of an open mailing is due, whole seconds; 0 while all is held. */
  async dueSeconds(): Promise<number> {
    const oldest = (state: string) => `(SELECT d.due_at FROM delivery d FORCE INDEX (delivery_due)
      WHERE d.mailing_id = m.id AND d.state = '${state}' ORDER BY d.due_at LIMIT 1)`;
    const [row] = await this.database.query<{ seconds: number | null }>(
      `SELECT TIMESTAMPDIFF(SECOND, MIN(o.at), NOW(3)) + 0e0 AS seconds FROM (
         SELECT LEAST(COALESCE(${oldest('planned')}, NOW(3)), COALESCE(${oldest('deferred')}, NOW(3)))
           AS at
         FROM mailing m JOIN sending_switch s ON s.id = 1 AND s.open = 1 WHERE m.open = 1) o`,
    );
    return Math.max(0, row?.seconds ?? 0);
  }
}
