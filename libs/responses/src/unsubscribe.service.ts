import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { ConsentService, ContactService } from '#libs/contacts';
import { OrganisationRepository, TrackingTokens } from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import { ResponseRepository, type RespondedDelivery } from './response.repository.js';

/** What the page says to whoever came by an unsubscribe link. */
export interface UnsubscribeView {
  language: string;
  organisation: string;
  channel: 'email' | 'sms';
  /** Already withdrawn. */
  done: boolean;
}

/** Leaving: reading shows, posting acts. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly responses: ResponseRepository,
    private readonly tokens: TrackingTokens,
    private readonly consents: ConsentService,
    private readonly contacts: ContactService,
    private readonly organisations: OrganisationRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Changes nothing: scanners and curious people follow links. Null for a token that is not ours. */
  async view(token: string): Promise<UnsubscribeView | null> {
    const delivery = await this.read(token);
    return delivery && this.describe(delivery, await this.hasWithdrawn(delivery));
  }

  /**
   * Withdraws the consent that the message was sent under. When this returns no further message gets
   * an intent. Doing it twice is doing it once; whoever has agreed again meanwhile withdraws again.
   */
  async unsubscribe(token: string, how: 'one_click' | 'page'): Promise<UnsubscribeView | null> {
    const delivery = await this.read(token);
    if (!delivery) return null;
    if (!(await this.hasWithdrawn(delivery))) await this.withdraw(delivery, how);
    return this.describe(delivery, true);
  }

  /** The same for whoever answers a message with nothing but that wish. */
  async unsubscribeByReply(delivery: RespondedDelivery): Promise<void> {
    if (!(await this.hasWithdrawn(delivery))) await this.withdraw(delivery, 'reply');
  }

  private async withdraw(
    delivery: RespondedDelivery,
    how: 'one_click' | 'page' | 'reply',
  ): Promise<void> {
    const at = this.clock.now();
    try {
      await this.consents.withdraw({
        contactId: delivery.contactId,
        channel: delivery.channel,
        purpose: delivery.purpose,
        source: `unsubscribe_${how}`,
        evidence: { deliveryId: delivery.id, campaignId: delivery.campaignId },
        occurredAt: at,
      });
    } catch (error) {
      // Somebody who was erased gets nothing any more: that is what was asked for.
      if (error instanceof DomainError && error.kind === 'not_found') return;
      throw error;
    }
    if (await this.responses.has(delivery.id, 'unsubscribe')) return;
    await this.responses.add(delivery, {
      kind: 'unsubscribe',
      actor: 'person',
      reason: how,
      linkPosition: null,
      detail: null,
      occurredAt: at,
    });
  }

  /** Whoever was erased has left, whichever message they leave by. */
  private async hasWithdrawn(delivery: RespondedDelivery): Promise<boolean> {
    const { contactId, channel, purpose, erased } = delivery;
    if (erased) return true;
    return (await this.consents.states(contactId)).some(
      (state) => state.channel === channel && state.purpose === purpose && !state.granted,
    );
  }

  private async read(token: string): Promise<RespondedDelivery | null> {
    const id = this.tokens.readUnsubscribe(token);
    return id ? this.responses.delivery(id) : null;
  }

  private async describe(delivery: RespondedDelivery, done: boolean): Promise<UnsubscribeView> {
    const [organisation, contacts] = await Promise.all([
      this.organisations.get(),
      this.contacts.loadForRendering([delivery.contactId]),
    ]);
    return {
      language: contacts.get(delivery.contactId)?.language ?? 'en',
      organisation: organisation?.name ?? '',
      channel: delivery.channel,
      done,
    };
  }
}
