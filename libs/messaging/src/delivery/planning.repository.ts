import { Inject, Injectable } from '@nestjs/common';
import { zoneOr } from '#libs/kernel';
import { Database, ENV, type Env, type Sql } from '#libs/platform';
import { nextLocal, zonesByInstant, type Timing } from '../limits/local-hour.js';
import { LimitsRepository } from '../limits/limits.repository.js';
import type { FrequencyCap } from '../limits/sending-limits.js';
import {
  buckets,
  decisions,
  everyId,
  now,
  type Audience,
  type Expression,
  type IdRange,
  type Terms,
} from './decisions.js';
import type { DeliveryReason } from './delivery-state.js';
import type { Mailing } from './mailing.js';

/** How many would be sent to, held out, or passed over, by reason. */
export interface PlanCounts {
  audience: number;
  planned: number;
  heldOut: number;
  skipped: Partial<Record<DeliveryReason, number>>;
}

/** What is planned: for whom, as which occurrence of its campaign, and when each is due. */
export interface Plan {
  mailing: Mailing;
  occurrence: number;
  audience: Audience;
  timing: Timing;
}

const target = `INSERT IGNORE INTO delivery (campaign_id, occurrence, contact_id, mailing_id,
  channel, purpose, arm, state, reason, address_hash, due_at, planned_at)`;

/** The rows of everybody, and those whose address somebody of the same occurrence has already. */
const rowsOf = (occurrence: string, decided: string) => ({
  everybody: `${target}
    SELECT ?, ${occurrence}, x.id, ?, ?, ?, x.arm, IF(x.reason IS NULL, 'planned', 'skipped'), x.reason,
      IF(x.reason IS NULL, x.address_hash, NULL), x.due_at, NOW(3)
    FROM (${decided}) x ORDER BY x.id`,
  sharing: `${target}
    SELECT ?, ${occurrence}, x.id, ?, ?, ?, NULL, 'skipped', 'duplicate_address', NULL, NOW(3), NOW(3)
    FROM (${decided}) x WHERE x.reason IS NULL`,
});

/** The same people, those to whom one of the caps leaves no message more set apart. */
function withoutCapped(decided: Audience, caps: readonly FrequencyCap[]): Audience {
  if (caps.length === 0) return decided;
  const capped = caps
    .map(
      () => `SELECT contact_id AS id FROM delivery FORCE INDEX (delivery_sent)
        WHERE sent_at > NOW(3) - INTERVAL ? HOUR AND purpose = 'marketing' AND channel IN (?)
        GROUP BY contact_id HAVING COUNT(*) >= ?`,
    )
    .join(' UNION ');
  return {
    sql: `SELECT x.address_hash, COALESCE(x.reason, IF(k.id IS NULL, NULL, 'capped')) AS reason
      FROM (${decided.sql}) x LEFT JOIN (${capped}) k ON k.id = x.id`,
    parameters: [
      ...decided.parameters,
      ...caps.flatMap(({ channel, messages, hours }) => [
        hours,
        channel === null ? ['email', 'sms'] : [channel],
        messages,
      ]),
    ],
  };
}

/** Writes an audience into the ledger, and says beforehand what it would write. */
@Injectable()
export class PlanningRepository {
  constructor(
    private readonly database: Database,
    private readonly limits: LimitsRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Writes the range's deliveries. May be repeated: the ledger's unique key keeps the first decision.
   * Two contacts who share an address get one message; the second row says so.
   * @returns how many rows were new.
   */
  async plan(sql: Sql, plan: Plan, range: IdRange): Promise<number> {
    const { mailing, occurrence, audience, timing } = plan;
    const due = await this.due(sql, mailing, timing);
    const decided = decisions(audience, range, mailing, { due });
    const { everybody, sharing } = rowsOf('?', decided.sql);
    const fixed = [mailing.campaignId, occurrence, mailing.id, mailing.channel, mailing.purpose];
    const values = [...fixed, ...decided.parameters];
    const { affectedRows, duplicates } = await sql.execute(everybody, values);
    if (duplicates === 0) return affectedRows;
    return affectedRows + (await sql.execute(sharing, values)).affectedRows;
  }

  /**
   * The same for people who each have an occurrence of their own.
   * @param audience selects `id` and `occurrence`.
   */
  async planEach(sql: Sql, mailing: Mailing, audience: Audience): Promise<number> {
    const decided = decisions(audience, everyId, mailing, { occurrence: 'occurrence' });
    const { everybody, sharing } = rowsOf('x.occurrence', decided.sql);
    const fixed = [mailing.campaignId, mailing.id, mailing.channel, mailing.purpose];
    const values = [...fixed, ...decided.parameters];
    const { affectedRows, duplicates } = await sql.execute(everybody, values);
    if (duplicates === 0) return affectedRows;
    return affectedRows + (await sql.execute(sharing, values)).affectedRows;
  }

  private async caps({ purpose, channel }: Terms): Promise<FrequencyCap[]> {
    if (purpose !== 'marketing') return [];
    const { caps } = await this.limits.get();
    return caps.filter((cap) => (cap.channel ?? channel) === channel);
  }

  /** When each contact's message is due: one instant for all the zones in which the hour comes at once. */
  private async due(sql: Sql, { salt }: Mailing, timing: Timing): Promise<Expression> {
    const { localTime, from, spreadMinutes } = timing;
    if (localTime === null && spreadMinutes === 0) return now;
    const base =
      localTime === null ? { sql: '?', parameters: [from] } : await this.hour(sql, timing);
    if (spreadMinutes === 0) return base;
    // Other bits than those that decide who is held out, which would leave the first minutes empty.
    const share = `CONV(SUBSTRING(MD5(CONCAT(?, ':', c.id)), 9, 8), 16, 10) / ${buckets}`;
    return {
      sql: `${base.sql} + INTERVAL FLOOR(${share} * ?) SECOND`,
      parameters: [...base.parameters, salt, spreadMinutes * 60],
    };
  }

  private async hour(sql: Sql, timing: Timing): Promise<Expression> {
    const rows = await sql.query<{ zone: string }>(
      'SELECT DISTINCT time_zone AS zone FROM contact WHERE time_zone IS NOT NULL',
    );
    const own = this.env.timeZone;
    const known = rows.map(({ zone }) => zone).filter((zone) => zoneOr(zone, own) === zone);
    const groups = [...zonesByInstant(timing, known)];
    const other = new Date(nextLocal(timing.from.getTime(), timing.localTime!, own));
    if (groups.length === 0) return { sql: '?', parameters: [other] };
    return {
      sql: `CASE ${groups.map(() => 'WHEN c.time_zone IN (?) THEN ?').join(' ')} ELSE ? END`,
      parameters: [...groups.flatMap(([at, zones]) => [zones, new Date(at)]), other],
    };
  }

  /**
   * What `plan` would write for the whole audience, and who of them has had as many messages as they may
   * by now; nothing is written.
   */
  async dryRun(audience: Audience, terms: Terms): Promise<PlanCounts> {
    const decided = decisions(audience, everyId, terms);
    const people = withoutCapped(decided, await this.caps(terms));
    const rows = await this.database.query<{
      reason: DeliveryReason | null;
      people: string;
      addresses: string;
    }>(
      `SELECT y.reason, COUNT(*) AS people, COUNT(DISTINCT y.address_hash) AS addresses
       FROM (${people.sql}) y GROUP BY y.reason`,
      people.parameters,
    );
    const counts: PlanCounts = { audience: 0, planned: 0, heldOut: 0, skipped: {} };
    for (const { reason, ...row } of rows) {
      const people = Number(row.people);
      counts.audience += people;
      if (reason === 'held_out') counts.heldOut = people;
      else if (reason !== null) counts.skipped[reason] = people;
      else {
        counts.planned = Number(row.addresses);
        if (people > counts.planned) counts.skipped.duplicate_address = people - counts.planned;
      }
    }
    return counts;
  }
}
