import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import {
  DeliveryWaker,
  MailingRepository,
  OperationRepository,
  ResendRepository,
  resendChunk,
  type Asked,
  type Resendable,
  type ResendKind,
} from '#libs/messaging';
import { ChangeRepository } from '#libs/contacts';
import { CLOCK, Database, type Sql } from '#libs/platform';
import { CampaignRepository, type LockedCampaign } from '../campaign.repository.js';
import { campaignErrors } from '../campaign.errors.js';
import { CampaignService } from '../campaign.service.js';
import { RunRepository } from '../run.repository.js';

/** What somebody has asked for. */
interface Ask {
  campaignId: string;
  kinds: readonly ResendKind[];
  asked: Asked;
  deliveryId: string | null;
}

/** Sends what was given up again; a campaign that was done runs again until that is. */
@Injectable()
export class ResendService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignRepository,
    private readonly service: CampaignService,
    private readonly runs: RunRepository,
    private readonly mailings: MailingRepository,
    private readonly deliveries: ResendRepository,
    private readonly operations: OperationRepository,
    private readonly changes: ChangeRepository,
    private readonly waker: DeliveryWaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How many of a campaign could be sent again, by why they were given up. */
  async count(campaignId: string): Promise<Resendable> {
    await this.service.get(campaignId);
    return this.deliveries.count(campaignId);
  }

  /**
   * Makes what was given up due again. Of a paused campaign it waits until that goes on; a cancellation
   * meanwhile ends it, and what it has not reached stays as it was.
   * @param deliveryId that one alone.
   * @returns how many; asked again, none.
   * @throws DomainError `campaign.illegal_move` when nothing of it was or may be sent.
   */
  async resend(
    campaignId: string,
    kinds: readonly ResendKind[],
    asked: Asked,
    deliveryId: string | null = null,
  ): Promise<number> {
    const { state } = await this.service.get(campaignId);
    const ask = { campaignId, kinds, asked, deliveryId };
    const first = await this.some(ask, true);
    if (!first) throw campaignErrors.illegalMove(state, 'running');
    let { resent } = first;
    for (let more = resent; more === resendChunk; resent += more)
      more = (await this.some(ask, false))?.resent ?? 0;
    if (resent > 0) {
      this.changes.ring();
      const mailing = await this.mailings.get(first.mailingId);
      if (mailing) await this.waker.wake(mailing);
    }
    return resent;
  }

  /** Up to a thousand, under the campaign's lock. @returns null when nothing of it may be sent (any more). */
  private some(
    { campaignId, kinds, asked, deliveryId }: Ask,
    isFirst: boolean,
  ): Promise<{ resent: number; mailingId: string } | null> {
    return this.database.transaction(async (sql) => {
      const locked = await this.campaigns.lockToResend(sql, campaignId);
      const version = locked?.versionId && (await this.runs.version(locked.versionId, sql));
      if (!locked || !version) return null;
      const { mailingId } = version;
      // With the rows, or a sweep would find the campaign done before there are any.
      const resent = await this.deliveries.resend(sql, campaignId, kinds, deliveryId);
      if (resent === 0) return { resent, mailingId };
      const done = { kind: 'deliveries.resend', campaignId, ...asked } as const;
      if (isFirst) await this.operations.add(sql, { ...done, detail: { kinds, deliveryId } });
      if (locked.state === 'done') await this.reopen(sql, campaignId, locked, asked);
      if (locked.state === 'done') await this.mailings.setOpen(mailingId, true, sql);
      return { resent, mailingId };
    });
  }

  private async reopen(
    sql: Sql,
    id: string,
    { state: from }: LockedCampaign,
    { userId, reason }: Asked,
  ): Promise<void> {
    const move = { from, to: 'running', userId, reason, at: this.clock.now() } as const;
    await this.campaigns.move(sql, id, move, { finishedAt: null });
  }
}
