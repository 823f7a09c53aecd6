import { Inject, Injectable } from '@nestjs/common';
import { beginningOf, type Clock } from '#libs/kernel';
import { SuppressionService, type Suppression } from '#libs/contacts';
import { CLOCK, ENV, type Env, type Sql } from '#libs/platform';
import type { ChannelName } from '../channels/channel.js';
import { TallyRepository } from '../guards/tally.repository.js';
import type { BounceClass, BounceVerdict } from './bounce-class.js';
import { isGivenUp, softWindowDays } from './soft-policy.js';

/** A delivery that was given up by somebody, and why. */
export interface Bounce extends BounceVerdict {
  deliveryId: string;
  /** Who told: `smtp` or `sms` while it was sent, `mail` by a report, or the provider whose webhook did. */
  source: string;
  /** SMTP reply code (RFC 5321), or a gateway's own. */
  code: number | null;
  /** Enhanced status (RFC 3463). */
  status: string | null;
  /** The server's own words; addresses are taken out before it is kept. */
  diagnostic: string | null;
  /** Now when absent. */
  occurredAt?: Date;
}

/** Whom a bounce concerns. */
export interface Bounced {
  deliveryId: string;
  campaignId: string;
  mailingId: string;
  contactId: string;
}

interface Row extends Bounced {
  channel: ChannelName;
  /** Null when the person was erased: then nothing is kept of it. */
  addressHash: Buffer | null;
}

type Address = Pick<Suppression, 'channel' | 'addressHash'>;

const passing: readonly BounceClass[] = ['soft', 'unknown'];
const isSoft = (bounce: { class: BounceClass }): boolean => bounce.class === 'soft';
const maxDiagnostic = 500;
const addresses: Record<ChannelName, RegExp> = {
  email: /[^\s<>@;:,"']+@[^\s<>@;:,"']+/g,
  sms: /\+?\d[\d -]{5,}\d/g,
};

const kept = (diagnostic: string | null, channel: ChannelName): string | null => {
  const text = (diagnostic ?? '').slice(0, 4000).replace(addresses[channel], '…');
  return beginningOf(text, maxDiagnostic).trim() || null;
};

/**
 * Bounces, one row a delivery and class. The same one told twice, or after another, changes nothing: the
 * earliest is kept, whoever came first.
 */
@Injectable()
export class BounceRepository {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly tallies: TallyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Keeps bounces and suppresses in the same transaction: at once where nobody will ever be reached,
   * else by the policy for soft ones. The deliveries' rows stay locked until it ends.
   * @returns whom they concern; deliveries that do not exist, or whose person was erased, are left out.
   */
  async record(sql: Sql, bounces: readonly Bounce[]): Promise<Bounced[]> {
    if (bounces.length === 0) return [];
    const rows = await this.lock(sql, bounces);
    const known = bounces.filter(({ deliveryId }) => rows.has(deliveryId));
    if (known.length === 0) return [];
    await this.count(sql, known, rows);
    await this.write(sql, known, rows);
    const addressOf = ({ deliveryId }: Bounce): Address => {
      const { channel, addressHash } = rows.get(deliveryId)!;
      return { channel, addressHash: addressHash! };
    };
    const hard = known.filter((bounce) => bounce.class === 'hard').map(addressOf);
    const soft = known.filter((bounce) => passing.includes(bounce.class)).map(addressOf);
    await this.suppress(sql, hard, 'hard_bounce');
    await this.suppress(sql, await this.givenUp(sql, soft), 'soft_bounce');
    return [...rows.values()].map(({ deliveryId, campaignId, mailingId, contactId }) => ({
      deliveryId,
      campaignId,
      mailingId,
      contactId,
    }));
  }

  private async lock(sql: Sql, bounces: readonly Bounce[]): Promise<Map<string, Row>> {
    const rows = await sql.query<Row>(
      `SELECT id AS deliveryId, campaign_id AS campaignId, mailing_id AS mailingId,
         contact_id AS contactId, channel, address_hash AS addressHash
       FROM delivery FORCE INDEX (PRIMARY) WHERE id IN (?) AND address_hash IS NOT NULL FOR UPDATE`,
      [bounces.map(({ deliveryId }) => deliveryId)],
    );
    return new Map(rows.map((row) => [row.deliveryId, row]));
  }

  /** Each delivery once, whoever tells it how often. Before they are written. */
  private async count(
    sql: Sql,
    bounces: readonly Bounce[],
    rows: ReadonlyMap<string, Row>,
  ): Promise<void> {
    const earlier = await sql.query<{ deliveryId: string; class: BounceClass }>(
      'SELECT delivery_id AS deliveryId, class FROM bounce WHERE delivery_id IN (?)',
      [bounces.map(({ deliveryId }) => deliveryId)],
    );
    const counted = new Set(
      earlier.filter((each) => !isSoft(each)).map(({ deliveryId }) => deliveryId),
    );
    const sums = new Map<string, { bounced: number; erred: number }>();
    for (const bounce of bounces) {
      if (isSoft(bounce) || counted.has(bounce.deliveryId)) continue;
      counted.add(bounce.deliveryId);
      const { mailingId } = rows.get(bounce.deliveryId)!;
      const sum = sums.get(mailingId) ?? { bounced: 0, erred: 0 };
      // A block is about us, and says nothing of who was written to.
      sum[bounce.class === 'block' ? 'erred' : 'bounced'] += 1;
      sums.set(mailingId, sum);
    }
    await this.tallies.add(sql, sums, false);
  }

  private async write(
    sql: Sql,
    bounces: readonly Bounce[],
    rows: ReadonlyMap<string, Row>,
  ): Promise<void> {
    const now = this.clock.now();
    const earlier = 'VALUES(occurred_at) < occurred_at';
    const columns = ['rule', 'source', 'code', 'status', 'diagnostic'];
    await sql.execute(
      `INSERT INTO bounce (delivery_id, class, campaign_id, contact_id, address_hash, rule, source, code,
         status, diagnostic, occurred_at, recorded_at) VALUES ?
       ON DUPLICATE KEY UPDATE
         ${columns.map((name) => `${name} = IF(${earlier}, VALUES(${name}), ${name})`).join(', ')},
         occurred_at = LEAST(occurred_at, VALUES(occurred_at))`,
      [
        bounces.map((bounce) => {
          const { campaignId, contactId, addressHash, channel } = rows.get(bounce.deliveryId)!;
          return [
            bounce.deliveryId,
            bounce.class,
            campaignId,
            contactId,
            addressHash,
            bounce.rule,
            bounce.source,
            bounce.code,
            bounce.status,
            kept(bounce.diagnostic, channel),
            bounce.occurredAt ?? now,
            now,
          ];
        }),
      ],
    );
  }

  private async givenUp(sql: Sql, addresses: readonly Address[]): Promise<Address[]> {
    const found: Address[] = [];
    for (const each of addresses) {
      const hash = each.addressHash;
      const since = new Date(this.clock.now().getTime() - 2 * softWindowDays * 86_400_000);
      const bounces = await sql.query<{ at: Date }>(
        `SELECT occurred_at AS at FROM bounce
         WHERE address_hash = ? AND class IN ('soft', 'unknown') AND occurred_at > ?`,
        [hash, since],
      );
      const engagements = await sql.query<{ at: Date }>(
        `SELECT occurred_at AS at FROM response
         WHERE contact_id IN (SELECT contact_id FROM bounce WHERE address_hash = ?)
           AND kind IN ('open', 'click', 'reply') AND actor = 'person' AND occurred_at > ?`,
        [hash, since],
      );
      const instants = (rows: readonly { at: Date }[]) => rows.map(({ at }) => at);
      if (isGivenUp(instants(bounces), instants(engagements), this.env.timeZone)) found.push(each);
    }
    return found;
  }

  private async suppress(
    sql: Sql,
    addresses: readonly Address[],
    reason: Suppression['reason'],
  ): Promise<void> {
    const rows = addresses.map((each) => ({ ...each, reason, source: 'bounce' }));
    await this.suppressions.suppress(rows, sql);
  }
}
