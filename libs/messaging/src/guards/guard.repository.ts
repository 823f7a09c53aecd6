import { Injectable } from '@nestjs/common';
import { Database, Log, type Sql } from '#libs/platform';
import { GuardSettingsRepository } from './guard-settings.repository.js';
import { alarmsOf, noTally, since, type Alarm, type GuardSettings, type Tally } from './guard.js';
import { TallyRepository } from './tally.repository.js';

/** An alarm as it is kept. */
export interface KeptAlarm extends Alarm {
  id: string;
  campaignId: string;
  mailingId: string;
  at: Date;
}

interface Base {
  id: string;
  totals: Tally;
}

const columns = `a.id, m.campaign_id AS campaignId, a.mailing_id AS mailingId, a.kind, a.level,
  a.events, a.out_of AS outOf, a.threshold, a.at`;

/**
 * Judges mailings by how they stand, and closes the gate of one that has gone too far: at once, in the
 * process that saw it. Its campaign is moved to paused by whoever sweeps next; only a person opens it
 * again, and from then on it is counted anew.
 */
@Injectable()
export class GuardRepository {
  constructor(
    private readonly database: Database,
    private readonly tallies: TallyRepository,
    private readonly settings: GuardSettingsRepository,
    private readonly log: Log,
  ) {}

  /** To be called after the commit of whatever went wrong. Never fails: the next trouble asks again. */
  async judge(mailingIds: Iterable<string>): Promise<void> {
    for (const id of mailingIds)
      try {
        await this.judgeOne(id);
      } catch (error) {
        this.log.error('guard.not_judged', { mailingId: id, error });
      }
  }

  /** Pauses that no campaign has followed yet. */
  untaken(): Promise<KeptAlarm[]> {
    return this.database.query<KeptAlarm>(
      `SELECT ${columns} FROM mailing_alarm a JOIN mailing m ON m.id = a.mailing_id
       WHERE a.taken_at IS NULL AND a.level = 'pause' ORDER BY a.id`,
    );
  }

  /**
   * Its campaign follows in this transaction, or has come to an end before.
   * @returns false when another one has seen to it.
   */
  async take(sql: Sql, id: string): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      'UPDATE mailing_alarm SET taken_at = NOW(3) WHERE id = ? AND taken_at IS NULL',
      [id],
    );
    return affectedRows > 0;
  }

  /** All alarms of a campaign, the newest first. */
  of(campaignId: string): Promise<KeptAlarm[]> {
    return this.database.query<KeptAlarm>(
      `SELECT ${columns} FROM mailing m JOIN mailing_alarm a ON a.mailing_id = m.id
       WHERE m.campaign_id = ? ORDER BY a.id DESC LIMIT 100`,
      [campaignId],
    );
  }

  /** Raises an alarm that nobody has judged here, and closes the gate if it is open. */
  async pause(mailingId: string, alarm: Alarm): Promise<void> {
    await this.database.transaction(async (sql) => {
      if (!(await this.lockOpen(sql, mailingId))) return;
      const base = await this.base(sql, mailingId);
      await this.raise(sql, mailingId, alarm, base.id, await this.tallies.totals(mailingId, sql));
      await this.close(sql, mailingId);
    });
  }

  private async judgeOne(mailingId: string): Promise<void> {
    const settings = await this.settings.get();
    if ((await this.alarms(this.database, mailingId, settings)).alarms.length === 0) return;
    await this.database.transaction(async (sql) => {
      // It stands already: what comes late is counted when somebody lets it go on.
      if (!(await this.lockOpen(sql, mailingId))) return;
      const { alarms, base, totals } = await this.alarms(sql, mailingId, settings);
      for (const alarm of alarms) await this.raise(sql, mailingId, alarm, base.id, totals);
      if (alarms.some(({ level }) => level === 'pause')) await this.close(sql, mailingId);
    });
  }

  private async lockOpen(sql: Sql, mailingId: string): Promise<boolean> {
    const gate = 'SELECT id FROM mailing WHERE id = ? AND open = 1 FOR UPDATE';
    return (await sql.query(gate, [mailingId])).length > 0;
  }

  private async close(sql: Sql, mailingId: string): Promise<void> {
    await sql.execute('UPDATE mailing SET open = 0 WHERE id = ?', [mailingId]);
  }

  private async alarms(
    sql: Sql,
    mailingId: string,
    settings: GuardSettings,
  ): Promise<{ alarms: Alarm[]; base: Base; totals: Tally }> {
    const base = await this.base(sql, mailingId);
    const totals = await this.tallies.totals(mailingId, sql);
    return { alarms: alarmsOf(since(totals, base.totals), settings), base, totals };
  }

  /** From where it is counted: the last pause, else the beginning. */
  private async base(sql: Sql, mailingId: string): Promise<Base> {
    const [base] = await sql.query<Base>(
      `SELECT id, totals FROM mailing_alarm WHERE mailing_id = ? AND level = 'pause'
       ORDER BY id DESC LIMIT 1`,
      [mailingId],
    );
    return base ?? { id: '0', totals: noTally };
  }

  private async raise(
    sql: Sql,
    mailingId: string,
    { kind, level, events, outOf, threshold }: Alarm,
    baseId: string,
    totals: Tally,
  ): Promise<void> {
    const { affectedRows } = await sql.execute(
      `INSERT IGNORE INTO mailing_alarm (mailing_id, kind, level, base_id, events, out_of, threshold,
         totals, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NOW(3))`,
      [mailingId, kind, level, baseId, events, outOf, threshold, JSON.stringify(totals)],
    );
    if (affectedRows > 0) this.log.warn('guard.alarm', { mailingId, kind, level, events, outOf });
  }
}
