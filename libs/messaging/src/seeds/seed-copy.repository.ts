import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { everyId } from '../delivery/decisions.js';
import type { Mailing } from '../delivery/mailing.js';
import { PlanningRepository } from '../delivery/planning.repository.js';
import { seedDefaults, type SeedsMissing } from './seeds.js';

const seeds = { sql: 'SELECT contact_id AS id FROM seed', parameters: [] };

/** The copies of each mailing that are for seeds. */
@Injectable()
export class SeedCopyRepository {
  constructor(
    private readonly database: Database,
    private readonly planning: PlanningRepository,
  ) {}

  /**
   * Writes the seeds' deliveries, due at once. To be called before any others of the mailing are planned,
   * in the same transaction: they have the lowest ids, and go first. They are in no arm, since nobody
   * chose them by chance.
   * @returns how many rows were new.
   */
  async plan(sql: Sql, mailing: Mailing, occurrence: number): Promise<number> {
    if (mailing.channel !== 'email') return 0;
    const timing = { localTime: null, from: new Date(0), spreadMinutes: 0 };
    const everySeed = { ...mailing, holdoutShare: 0 };
    const plan = { mailing: everySeed, occurrence, audience: seeds, timing };
    const rows = await this.planning.plan(sql, plan, everyId);
    if (rows === 0) return 0;
    await sql.execute(
      `INSERT INTO seed_copy (delivery_id, mailing_id)
       SELECT id, mailing_id FROM delivery WHERE mailing_id = ? AND occurrence = ? AND state = 'planned'`,
      [mailing.id, occurrence],
    );
    const alone = 'UPDATE delivery SET arm = NULL WHERE mailing_id = ? AND occurrence = ?';
    await sql.execute(alone, [mailing.id, occurrence]);
    return rows;
  }

  /** One has arrived; told again, nothing changes. @returns whether it is a seed's. */
  async arrived(deliveryId: string): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      'UPDATE seed_copy SET arrived_at = COALESCE(arrived_at, NOW(3)) WHERE delivery_id = ?',
      [deliveryId],
    );
    return affectedRows > 0;
  }

  /**
   * Open mailings of which too few copies arrived in time, counted from when the last of them was sent.
   * None twice: once somebody has let it go on, that holds.
   */
  async missing(): Promise<(SeedsMissing & { leastShare: number })[]> {
    const rows = await this.database.query<
      Record<'mailingId' | 'missing' | 'outOf', string> & { leastShare: number }
    >(
      `SELECT m.id AS mailingId, SUM(c.arrived_at IS NULL) AS missing, COUNT(*) AS outOf,
         s.least AS leastShare
       FROM mailing m JOIN seed_copy c ON c.mailing_id = m.id
       JOIN delivery d ON d.id = c.delivery_id AND d.state IN ('accepted', 'failed')
       JOIN (SELECT COALESCE(MAX(wait_minutes), ?) AS wait, COALESCE(MAX(least_share), ?) AS least
             FROM seed_settings) s
       WHERE m.open = 1 AND NOT EXISTS (
         SELECT 1 FROM mailing_alarm a WHERE a.mailing_id = m.id AND a.kind = 'seeds_missing')
       GROUP BY m.id, s.wait, s.least
       HAVING MAX(d.finished_at) <= NOW(3) - INTERVAL s.wait MINUTE
         AND SUM(c.arrived_at IS NOT NULL) < s.least * COUNT(*)`,
      [seedDefaults.waitMinutes, seedDefaults.leastShare],
    );
    return rows.map(({ missing, outOf, ...row }) => ({
      ...row,
      missing: Number(missing),
      outOf: Number(outOf),
    }));
  }
}
