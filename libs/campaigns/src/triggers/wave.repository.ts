import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import { admissionSql } from './admission-sql.js';
import type { LiveTrigger } from './live-triggers.js';

/** One local day of one zone, for which a trigger fires. */
export interface Wave {
  campaignId: string;
  zone: string;
  /** `2026-03-01` */
  day: string;
  /** When its local hour had come. */
  instant: Date;
  /** The last contact id that was looked at. */
  through: string;
  lastContact: string;
}

type Reached = 'looked_at' | 'still_to_be' | 'came_later';

/** Contacts that have no zone of their own, and everybody's zone. */
export const noZone = '';
export const oneZone = '*';

/** Whom a wave concerns: what stands after FROM, and the conditions. `c` is the contact. */
export interface WaveAudience {
  from: string;
  conditions: Statement[];
}

/** Local days, zone by zone, and the firings that each makes. */
@Injectable()
export class WaveRepository {
  constructor(private readonly database: Database) {}

  /** The zones of contacts; '' for those without one. */
  async zones(): Promise<string[]> {
    const rows = await this.database.query<{ zone: string | null }>(
      'SELECT DISTINCT time_zone AS zone FROM contact',
    );
    return rows.map(({ zone }) => zone ?? noZone);
  }

  /** Begins a wave; it is begun once, however often it is asked for. */
  async begin({ campaignId, zone, day, instant }: Omit<Wave, 'through' | 'lastContact'>) {
    await this.database.execute(
      `INSERT IGNORE INTO firing_wave (campaign_id, zone, day, instant, last_contact)
       SELECT ?, ?, ?, ?, COALESCE(MAX(id), 0) FROM contact`,
      [campaignId, zone, day, instant],
    );
  }

  /** Those with contacts that were not looked at. */
  open(): Promise<Wave[]> {
    return this.database.query<Wave>(
      `SELECT campaign_id AS campaignId, zone, DATE_FORMAT(day, '%Y-%m-%d') AS day, instant, through,
         last_contact AS lastContact
       FROM firing_wave WHERE done_at IS NULL ORDER BY instant`,
    );
  }

  /**
   * How a wave stands with a contact: looked at, still to be, come after it had begun, or `not_begun`
   * because nobody was at work at its hour.
   */
  async reached({ campaignId, zone, day }: Pick<Wave, 'campaignId' | 'zone' | 'day'>, id: string) {
    const [row] = await this.database.query<{ reached: Reached }>(
      `SELECT CASE WHEN ? > last_contact THEN 'came_later' WHEN ? > through THEN 'still_to_be'
         ELSE 'looked_at' END AS reached
       FROM firing_wave WHERE campaign_id = ? AND zone = ? AND day = ?`,
      [BigInt(id), BigInt(id), campaignId, zone, day],
    );
    return row?.reached ?? 'not_begun';
  }

  /**
   * Moves a wave on, in the transaction that writes its firings.
   * @returns false when another process has been here.
   */
  async advance(sql: Sql, wave: Wave, through: string): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      `UPDATE firing_wave SET through = ?, done_at = IF(? = last_contact, NOW(3), NULL)
       WHERE campaign_id = ? AND zone = ? AND day = ? AND through = ? AND done_at IS NULL`,
      [through, through, wave.campaignId, wave.zone, wave.day, wave.through],
    );
    return affectedRows === 1;
  }

  /** Ends it where it has come to. */
  async close({ campaignId, zone, day }: Wave): Promise<void> {
    await this.database.execute(
      `UPDATE firing_wave SET done_at = NOW(3)
       WHERE campaign_id = ? AND zone = ? AND day = ? AND done_at IS NULL`,
      [campaignId, zone, day],
    );
  }

  /**
   * Writes a firing for everybody of the audience with `after < id ≤ through`. They stay locked, so that
   * an erasure comes before, and they are gone, or after, and takes the firing with it.
   */
  async fire(
    sql: Sql,
    { campaignId, versionId, trigger, members }: LiveTrigger,
    wave: Wave,
    audience: WaveAudience,
    range: { after: string; through: string },
  ): Promise<void> {
    const conditions: Statement[] = [
      { sql: 'c.id > ? AND c.id <= ?', parameters: [range.after, range.through] },
      ...audience.conditions,
      ...admissionSql(trigger, campaignId, wave.instant),
    ];
    if (members) conditions.push({ ...members, sql: `c.id IN (${members.sql})` });
    // Everybody of a calendar day belongs to one occurrence: who shares an address gets one message.
    const occurrence = trigger.on === 'calendar' ? Date.parse(wave.day) / 86_400_000 : null;
    const steps = [{ step: 'cause', verdict: true, expected: trigger.on, found: wave.day }];
    await sql.execute(
      `INSERT IGNORE INTO firing (campaign_id, contact_id, version_id, cause_kind, entry_key,
         occurrence, happened_at, state, due_at, explanation)
       SELECT ?, c.id, ?, ?, ?, ?, ?, 'waiting', ?, ?
       FROM ${audience.from} WHERE ${conditions.map((each) => `(${each.sql})`).join(' AND ')}
       LOCK IN SHARE MODE`,
      [
        campaignId,
        versionId,
        trigger.on,
        `${trigger.on}:${wave.day}`,
        occurrence,
        wave.instant,
        wave.instant,
        JSON.stringify(steps),
        ...conditions.flatMap(({ parameters }) => [...parameters]),
      ],
    );
  }
}
