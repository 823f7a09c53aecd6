import { Injectable } from '@nestjs/common';
import { ChangeRepository, SuppressionService } from '#libs/contacts';
import { BounceRepository, GuardRepository, TallyRepository, type Bounce } from '#libs/messaging';
import { Database, type Sql } from '#libs/platform';
import { ResponseRepository, type NewResponse, type Responded } from '../response.repository.js';

/** Somebody said of a delivery that it was spam. */
export interface ComplaintOf {
  deliveryId: string;
  /** Who told: `mail`, or the provider whose webhook did. */
  source: string;
  occurredAt: Date;
}

const told = (kind: 'bounce' | 'complaint', occurredAt: Date): NewResponse => ({
  kind,
  actor: kind === 'bounce' ? 'machine' : 'person',
  reason: 'reported',
  linkPosition: null,
  detail: null,
  occurredAt,
});

/**
 * Bounces and complaints, each with what follows from it in one transaction. Told twice is told once,
 * and it does not matter in which order.
 */
@Injectable()
export class FeedbackRepository {
  constructor(
    private readonly database: Database,
    private readonly bounces: BounceRepository,
    private readonly responses: ResponseRepository,
    private readonly suppressions: SuppressionService,
    private readonly changes: ChangeRepository,
    private readonly tallies: TallyRepository,
    private readonly guards: GuardRepository,
  ) {}

  /** @returns whether there is such a delivery, of somebody who was not erased. */
  async bounced(bounce: Bounce & { occurredAt: Date }): Promise<boolean> {
    const mailingId = await this.database.transaction(async (sql) => {
      const [concerned] = await this.bounces.record(sql, [bounce]);
      if (!concerned) return null;
      const delivery = { ...concerned, id: concerned.deliveryId };
      await this.responses.keepOnce(sql, delivery, told('bounce', bounce.occurredAt));
      return concerned.mailingId;
    });
    return this.follow(mailingId);
  }

  /** @returns as `bounced` does. */
  async complained({ deliveryId, source, occurredAt }: ComplaintOf): Promise<boolean> {
    const mailingId = await this.database.transaction(async (sql) => {
      const delivery = await this.lock(sql, deliveryId);
      if (!delivery) return null;
      const isFirst = await this.responses.keepOnce(sql, delivery, told('complaint', occurredAt));
      if (isFirst)
        await this.tallies.add(sql, new Map([[delivery.mailingId, { complained: 1 }]]), false);
      const { channel, addressHash } = delivery;
      await this.suppressions.suppress(
        [{ channel, addressHash, reason: 'complaint', source }],
        sql,
      );
      return delivery.mailingId;
    });
    return this.follow(mailingId);
  }

  /** What happens once it is durable. */
  private async follow(mailingId: string | null): Promise<boolean> {
    if (mailingId === null) return false;
    this.changes.ring();
    await this.guards.judge([mailingId]);
    return true;
  }

  private async lock(sql: Sql, id: string): Promise<Locked | undefined> {
    const [row] = await sql.query<Locked>(
      `SELECT id, campaign_id AS campaignId, mailing_id AS mailingId, contact_id AS contactId,
         channel, address_hash AS addressHash
       FROM delivery WHERE id = ? AND address_hash IS NOT NULL FOR UPDATE`,
      [id],
    );
    return row;
  }
}

interface Locked extends Responded {
  mailingId: string;
  channel: 'email' | 'sms';
  addressHash: Buffer;
}
