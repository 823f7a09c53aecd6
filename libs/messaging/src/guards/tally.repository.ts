import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { noTally, type Tally } from './guard.js';

/** Of a mailing's rows; processes beyond these share some. */
const slots = 64;
const rateSeconds = 10;
const bucketNow = `FLOOR(UNIX_TIMESTAMP(NOW(3)) / ${rateSeconds})`;

/** What has come to each mailing, by its id. */
export type Tallies = ReadonlyMap<string, Partial<Tally>>;

/**
 * How each mailing stands, kept with whatever changes it, in the same transaction: nobody counts a ledger
 * of millions to know a rate.
 */
@Injectable()
export class TallyRepository {
  private readonly slot = randomInt(slots);

  constructor(private readonly database: Database) {}

  /**
   * Adds what has come; that something has is written down even where it counts for nothing.
   * @param isSent what has come is the end of an attempt. Else it is told of what was sent before, and says
   *   nothing of whether anything is sent now.
   */
  async add(sql: Sql, tallies: Tallies, isSent = true): Promise<void> {
    if (tallies.size === 0) return;
    // In one order, for those who share a slot.
    const ids = [...tallies.keys()].sort();
    const rows = ids.map((id) => {
      const { attempted, accepted, bounced, complained, erred } = {
        ...noTally,
        ...tallies.get(id),
      };
      return [id, this.slot, attempted, accepted, bounced, complained, erred, accepted];
    });
    const sums = ['attempted', 'accepted', 'bounced', 'complained', 'erred'];
    const now = isSent ? 'NOW(3)' : `'1970-01-01'`;
    await sql.execute(
      // MariaDB assigns from left to right: the bucket last.
      `INSERT INTO mailing_tally (mailing_id, slot, attempted, accepted, bounced, complained, erred,
         recent, recent_before, bucket, touched_at)
       VALUES ${rows.map(() => `(?, 0, ${bucketNow}, ${now})`).join()}
       ON DUPLICATE KEY UPDATE ${sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ')},
         recent_before = IF(bucket = VALUES(bucket), recent_before,
           IF(bucket + 1 = VALUES(bucket), recent, 0)),
         recent = IF(bucket = VALUES(bucket), recent, 0) + VALUES(recent),
         bucket = VALUES(bucket),
         touched_at = GREATEST(touched_at, VALUES(touched_at))`,
      rows,
    );
  }

  /** All that has come to a mailing. */
  async totals(mailingId: string, sql: Sql = this.database): Promise<Tally> {
    const [row] = await sql.query<Record<keyof Tally, string | null>>(
      `SELECT SUM(attempted) AS attempted, SUM(accepted) AS accepted, SUM(bounced) AS bounced,
         SUM(complained) AS complained, SUM(erred) AS erred
       FROM mailing_tally WHERE mailing_id = ?`,
      [mailingId],
    );
    const total = (name: keyof Tally) => Number(row?.[name] ?? 0);
    return {
      attempted: total('attempted'),
      accepted: total('accepted'),
      bounced: total('bounced'),
      complained: total('complained'),
      erred: total('erred'),
    };
  }

  /** Messages of a campaign accepted a second, over the last ten seconds or a little more. */
  async perSecond(campaignId: string): Promise<number> {
    const [row] = await this.database.query<{ n: string | null }>(
      // Of the ten seconds before, as much as still lies within the last ten.
      `SELECT SUM(IF(t.bucket = b.now, t.recent + t.recent_before * b.rest,
           IF(t.bucket + 1 = b.now, t.recent * b.rest, 0))) AS n
       FROM mailing m JOIN mailing_tally t ON t.mailing_id = m.id
       JOIN (SELECT ${bucketNow} AS now,
               1 - (UNIX_TIMESTAMP(NOW(3)) / ${rateSeconds} - ${bucketNow}) AS rest) b
       WHERE m.campaign_id = ?`,
      [campaignId],
    );
    return Math.round(Number(row?.n ?? 0) * 10) / (10 * rateSeconds);
  }

  /** Seconds since any attempt met somebody, of any mailing; null when none ever has. */
  async idleSeconds(): Promise<number | null> {
    const [row] = await this.database.query<{ seconds: number | null }>(
      'SELECT TIMESTAMPDIFF(SECOND, MAX(touched_at), NOW(3)) + 0e0 AS seconds FROM mailing_tally',
    );
    return row?.seconds ?? null;
  }
}
