import { Injectable } from '@nestjs/common';
import type { Rule } from '#libs/rules';
import { Database, type Sql } from '#libs/platform';
import { wholeDefinition, type CampaignDefinition } from './campaign-definition.js';

/** A campaign as it was approved: nothing that is edited later reaches it. */
export interface CampaignVersion {
  id: string;
  campaignId: string;
  version: number;
  definition: CampaignDefinition;
  /** The segment's rule, with every segment it refers to put in. */
  rule: Rule;
  mailingId: string;
  approvedBy: string | null;
  approvedAt: Date;
}

/** The planning of one occurrence's audience. */
export interface CampaignRun {
  campaignId: string;
  occurrence: number;
  versionId: string;
  mailingId: string;
  /** The instant at which the rule is judged, and from which goal windows are counted. */
  instant: Date;
  /** The last contact id whose decision is written. */
  plannedThrough: string;
  /** The highest contact id there was at the instant. */
  lastContact: string;
  /** When it ended: with the last contact, or where the campaign was cancelled. */
  plannedAt: Date | null;
}

const runColumns = `r.campaign_id AS campaignId, r.occurrence, r.version_id AS versionId,
  r.mailing_id AS mailingId, r.instant, r.planned_through AS plannedThrough,
  r.last_contact AS lastContact, r.planned_at AS plannedAt`;

/** Frozen versions and their runs. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  async addVersion(sql: Sql, version: Omit<CampaignVersion, 'id' | 'version'>): Promise<string> {
    const { insertId } = await sql.execute(
      `INSERT INTO campaign_version
         (campaign_id, version, definition, rule, mailing_id, approved_by, approved_at)
       SELECT ?, COALESCE(MAX(version), 0) + 1, ?, ?, ?, ?, ? FROM campaign_version
       WHERE campaign_id = ?`,
      [
        version.campaignId,
        JSON.stringify(version.definition),
        JSON.stringify(version.rule),
        version.mailingId,
        version.approvedBy,
        version.approvedAt,
        version.campaignId,
      ],
    );
    return insertId;
  }

  async version(id: string, sql: Sql = this.database): Promise<CampaignVersion | null> {
    const [version] = await sql.query<CampaignVersion>(
      `SELECT id, campaign_id AS campaignId, version, definition, rule, mailing_id AS mailingId,
         approved_by AS approvedBy, approved_at AS approvedAt
       FROM campaign_version WHERE id = ?`,
      [id],
    );
    return version ? { ...version, definition: wholeDefinition(version.definition) } : null;
  }

  /** Begins an occurrence; it is begun once, however often it is asked for. */
  async begin(
    sql: Sql,
    run: Pick<CampaignRun, 'campaignId' | 'occurrence' | 'versionId' | 'mailingId' | 'instant'>,
  ): Promise<void> {
    await sql.execute(
      `INSERT IGNORE INTO campaign_run
         (campaign_id, occurrence, version_id, mailing_id, instant, last_contact, planned_rows)
       SELECT ?, ?, ?, ?, ?, COALESCE(MAX(id), 0), 0 FROM contact`,
      [run.campaignId, run.occurrence, run.versionId, run.mailingId, run.instant],
    );
  }

  async run(campaignId: string, occurrence: number): Promise<CampaignRun | null> {
    const [run] = await this.database.query<CampaignRun>(
      `SELECT ${runColumns} FROM campaign_run r
       WHERE r.campaign_id = ? AND r.occurrence = ?`,
      [campaignId, occurrence],
    );
    return run ?? null;
  }

  /** Running campaigns with an audience that is not wholly planned. */
  unplanned(): Promise<CampaignRun[]> {
    return this.database.query<CampaignRun>(
      `SELECT ${runColumns} FROM campaign_run r JOIN campaign c ON c.id = r.campaign_id
       WHERE r.planned_at IS NULL AND c.state = 'running'`,
    );
  }

  /** Runs that are planned, of campaigns that still run, or were cancelled with rows left over. */
  unfinished(): Promise<(CampaignRun & { state: 'running' | 'cancelled' })[]> {
    return this.database.query(
      `SELECT ${runColumns}, c.state FROM campaign_run r JOIN campaign c ON c.id = r.campaign_id
       WHERE (c.state = 'running' AND r.planned_at IS NOT NULL)
          OR (c.state = 'cancelled' AND c.finished_at IS NULL)`,
    );
  }

  /**
   * Ends a planning for good, where it has come to. Waits for a chunk that is under way.
   */
  async seal({ campaignId, occurrence }: CampaignRun): Promise<void> {
    await this.database.execute(
      `UPDATE campaign_run SET planned_at = NOW(3)
       WHERE campaign_id = ? AND occurrence = ? AND planned_at IS NULL`,
      [campaignId, occurrence],
    );
  }

  /** Adds to what a planning has written, in its transaction. */
  async wrote(sql: Sql, { campaignId, occurrence }: CampaignRun, rows: number): Promise<void> {
    await sql.execute(
      `UPDATE campaign_run SET planned_rows = planned_rows + ?
       WHERE campaign_id = ? AND occurrence = ?`,
      [rows, campaignId, occurrence],
    );
  }

  /** How many rows the ledger must hold of campaigns that are planned and have not ended. */
  async balances(): Promise<{ campaignId: string; rows: number }[]> {
    const runs = await this.database.query<{ campaignId: string; n: string }>(
      `SELECT r.campaign_id AS campaignId, SUM(r.planned_rows) AS n
       FROM campaign_run r JOIN campaign c ON c.id = r.campaign_id
       WHERE c.state IN ('running', 'paused')
       GROUP BY r.campaign_id HAVING COUNT(r.planned_at) = COUNT(*)
         AND COUNT(r.planned_rows) = COUNT(*)`,
    );
    return runs.map(({ campaignId, n }) => ({ campaignId, rows: Number(n) }));
  }

  /**
   * Moves the planning on, in the transaction that wrote the rows.
   * @returns false when another process has been here: roll back.
   */
  async advance(sql: Sql, run: CampaignRun, through: string): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      `UPDATE campaign_run SET planned_through = ?,
         planned_at = IF(? = last_contact, NOW(3), NULL)
       WHERE campaign_id = ? AND occurrence = ? AND planned_through = ? AND planned_at IS NULL`,
      [through, through, run.campaignId, run.occurrence, run.plannedThrough],
    );
    return affectedRows === 1;
  }
}
