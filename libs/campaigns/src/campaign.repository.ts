import { Injectable } from '@nestjs/common';
import { mayMove } from '#libs/kernel';
import { Database, type Sql } from '#libs/platform';
import { campaignTransitions, type CampaignState } from './campaign-state.js';
import { Campaign } from './campaign.entity.js';

/** One move: who made it, and why. */
export interface CampaignMove {
  from: CampaignState;
  to: CampaignState;
  userId: string | null;
  reason: string | null;
  at: Date;
}

/** What is known of a campaign that is locked. */
export type LockedCampaign = Pick<Campaign, 'state' | 'revision' | 'versionId' | 'startedAt'>;

/** One that should have started. */
export interface OverdueCampaign {
  id: string;
  name: string;
  startsAt: Date;
}

export type CampaignChanges = Partial<
  Pick<Campaign, 'versionId' | 'startsAt' | 'startedAt' | 'finishedAt'>
>;

const columns: Record<keyof CampaignChanges, string> = {
  versionId: 'version_id',
  startsAt: 'starts_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
};

@Injectable()
export class CampaignRepository {
  constructor(private readonly database: Database) {}

  get(id: string): Promise<Campaign | null> {
    return this.database.manager.findOneBy(Campaign, { id });
  }

  insert(campaign: Omit<Campaign, 'id'>): Promise<Campaign> {
    const { manager } = this.database;
    return manager.save(manager.create(Campaign, campaign));
  }

  /** Newest first, below the id `before`. */
  list(filter: { state?: CampaignState; before: string | null; limit: number }) {
    const query = this.database.manager
      .createQueryBuilder(Campaign, 'c')
      .orderBy('c.id', 'DESC')
      .limit(filter.limit);
    if (filter.state) query.andWhere('c.state = :state', { state: filter.state });
    if (filter.before) query.andWhere('c.id < :before', { before: filter.before });
    return query.getMany();
  }

  /** Writes a draft's new content if it still is a draft at `revision`. */
  async edit(campaign: Campaign, revision: number): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `UPDATE campaign SET name = ?, channel = ?, definition = ?, updated_at = ?,
         revision = revision + 1
       WHERE id = ? AND revision = ? AND state = 'draft'`,
      [
        campaign.name,
        campaign.channel,
        JSON.stringify(campaign.definition),
        campaign.updatedAt,
        campaign.id,
        revision,
      ],
    );
    return affectedRows === 1;
  }

  /**
   * Locks a campaign for a move until the transaction ends.
   * @returns how it stands, or null when the table of transitions has no way from there to `to`.
   */
  async lock(sql: Sql, id: string, to: CampaignState): Promise<LockedCampaign | null> {
    const [row] = await sql.query<LockedCampaign>(
      `SELECT state, revision, version_id AS versionId, started_at AS startedAt
       FROM campaign WHERE id = ? FOR UPDATE`,
      [id],
    );
    return row && mayMove(campaignTransitions, row.state, to) ? row : null;
  }

  /** The same, of one of which what was given up may be sent again: it runs, stands, or was done. */
  async lockToResend(sql: Sql, id: string): Promise<LockedCampaign | null> {
    const [row] = await sql.query<LockedCampaign>(
      `SELECT state, revision, version_id AS versionId, started_at AS startedAt FROM campaign
       WHERE id = ? AND state IN ('running', 'paused', 'done') FOR UPDATE`,
      [id],
    );
    return row ?? null;
  }

  /** Writes a move of a locked campaign, and that it was made. */
  async move(
    sql: Sql,
    id: string,
    move: CampaignMove,
    changes: CampaignChanges = {},
  ): Promise<void> {
    const extra = Object.entries(changes) as [keyof CampaignChanges, unknown][];
    await sql.execute(
      `UPDATE campaign SET state = ?, state_reason = ?, updated_at = ?, revision = revision + 1
         ${extra.map(([key]) => `, ${columns[key]} = ?`).join('')}
       WHERE id = ?`,
      [move.to, move.reason, move.at, ...extra.map(([, value]) => value), id],
    );
    await sql.execute(
      `INSERT INTO campaign_move (campaign_id, from_state, to_state, user_id, reason, at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [id, move.from, move.to, move.userId, move.reason, move.at],
    );
  }

  moves(id: string): Promise<CampaignMove[]> {
    return this.database.query<CampaignMove>(
      'SELECT from_state AS `from`, to_state AS `to`, user_id AS userId, reason, at' +
        ' FROM campaign_move WHERE campaign_id = ? ORDER BY id',
      [id],
    );
  }

  /** Scheduled campaigns whose hour has come. */
  async due(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM campaign WHERE state = 'scheduled' AND starts_at <= ? ORDER BY starts_at`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Scheduled campaigns whose start lies before `instant`, the oldest first. */
  overdue(instant: Date): Promise<OverdueCampaign[]> {
    return this.database.query<OverdueCampaign>(
      `SELECT id, name, starts_at AS startsAt FROM campaign
       WHERE state = 'scheduled' AND starts_at <= ? ORDER BY starts_at LIMIT 1000`,
      [instant],
    );
  }

  /** Notes that nothing of a cancelled campaign is open any more. */
  async close(id: string, at: Date): Promise<void> {
    await this.database.execute(
      `UPDATE campaign SET finished_at = ? WHERE id = ? AND state = 'cancelled'`,
      [at, id],
    );
  }
}
