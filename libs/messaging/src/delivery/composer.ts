import { Inject, Injectable } from '@nestjs/common';
import { ContactService, type Contact } from '#libs/contacts';
import { zoneOr, type Clock } from '#libs/kernel';
import { AddressHasher, CLOCK, ENV, type Env } from '#libs/platform';
import type { Message } from '../channels/channel.js';
import { LimitsRepository } from '../limits/limits.repository.js';
import type { SendingLimits } from '../limits/sending-limits.js';
import { domainOf, paceRules, type PaceRule } from '../pace/pace-rules.js';
import type { Urgency } from '../pace/urgency.js';
import { QuietClock } from '../limits/quiet-hours.js';
import { OrganisationRepository } from '../senders/organisation.repository.js';
import { TemplateService } from '../store/template.service.js';
import { renderData } from '../store/render-data.js';
import type { CompiledTemplate, RenderData } from '../templates/index.js';
import { TrackingTokens } from '../tracking/tokens.js';
import type { DueDelivery } from './ledger.repository.js';
import type { Mailing } from './mailing.js';
import { MailingRepository } from './mailing.repository.js';
import { Occasions } from './occasions.js';

/** A delivery, and how to make its message when its turn has come. */
export interface Composed {
  delivery: DueDelivery;
  urgency: Urgency;
  /** The recipient's mail domain. */
  domain: string | null;
  /** The limits on its way. */
  rules: readonly PaceRule[];
  /** Seconds until this person may be written to; 0: now. */
  wait: () => number;
  /** @throws Unreachable; Error when this contact's message cannot be made. */
  make: () => Message;
}

/** The person cannot be written to in the way that was planned: erased, or under another address. */
export class Unreachable extends Error {
  constructor(readonly reason: 'erased' | 'no_address' | 'address_changed') {
    super(reason);
  }
}

/** Turns deliveries into messages: one look at the contacts for a whole batch. */
@Injectable()
export class Composer {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly contacts: ContactService,
    private readonly occasions: Occasions,
    private readonly tokens: TrackingTokens,
    private readonly hasher: AddressHasher,
    private readonly limits: LimitsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async compose(mailingId: string, deliveries: readonly DueDelivery[]): Promise<Composed[]> {
    const mailing = await this.mailings.get(mailingId);
    if (!mailing) throw new Error(`The mailing ${mailingId} does not exist.`);
    const [template, organisation, contacts] = await Promise.all([
      this.templates.ready(mailing.templateVersionId),
      this.organisations.get(),
      this.contacts.loadForRendering(deliveries.map(({ contactId }) => contactId)),
    ]);
    const occasions = await this.occasions.of(
      template,
      deliveries.map(({ id }) => id),
    );
    const limits = await this.limits.get();
    // What follows from a deal goes at any hour.
    const quiet = new QuietClock(mailing.purpose === 'marketing' ? limits.quietHours : []);
    const rulesOf = this.rules(limits, mailing);
    return deliveries.map((delivery) => ({
      delivery,
      urgency: mailing.urgency,
      ...rulesOf(contacts.get(delivery.contactId)),
      wait: () => this.wait(quiet, contacts.get(delivery.contactId), delivery),
      make: () => {
        const contact = contacts.get(delivery.contactId);
        if (!contact) throw new Unreachable('erased');
        this.mustBeAsPlanned(contact, delivery);
        const unsubscribeUrl = this.tokens.unsubscribeUrl(delivery.id);
        const data = renderData(
          contact,
          organisation,
          mailing.campaignName,
          unsubscribeUrl,
          occasions.get(delivery.id),
        );
        return this.message(mailing, template, delivery.id, contact, data, unsubscribeUrl);
      },
    }));
  }

  /** Everybody of one domain goes the same way. */
  private rules(limits: SendingLimits, { channel, sender }: Mailing) {
    const now = this.clock.now().getTime();
    const known = new Map<string | null, readonly PaceRule[]>();
    return (contact: Contact | undefined) => {
      const domain = channel === 'email' ? domainOf(contact?.email ?? null) : null;
      let rules = known.get(domain);
      if (!rules) {
        const route = { channel, sender: sender.address, domain };
        known.set(domain, (rules = paceRules(limits, route, now, this.env.timeZone)));
      }
      return { domain, rules };
    };
  }

  private wait(quiet: QuietClock, contact: Contact | undefined, { channel }: DueDelivery): number {
    if (!contact) return 0;
    const now = this.clock.now().getTime();
    const zone = zoneOr(contact.timeZone, this.env.timeZone);
    const until = quiet.until(now, channel, contact.country, zone);
    return until === null ? 0 : Math.ceil((until - now) / 1000);
  }

  /** Suppression and sharing were decided by the address of that time: another one was never asked. */
  private mustBeAsPlanned(contact: Contact, { channel, addressHash }: DueDelivery): void {
    const address = channel === 'email' ? contact.email : contact.phone;
    if (!address) throw new Unreachable('no_address');
    if (!this.hasher.hash(address).equals(addressHash)) throw new Unreachable('address_changed');
  }

  private message(
    mailing: Mailing,
    template: CompiledTemplate,
    deliveryId: string,
    contact: Contact,
    data: RenderData,
    unsubscribeUrl: string,
  ): Message {
    const { sender } = mailing;
    // HTML and text ask for the same addresses: each is signed once.
    const clicks: string[] = [];
    const messageId = this.tokens.messageId(deliveryId);
    const rendered = template.render(contact.language, data, {
      timeZone: contact.timeZone ?? this.env.timeZone,
      // The address of a link in a loop depends on the item, which a click would not know.
      link: (position, url) =>
        template.links[position]?.perItem
          ? url
          : (clicks[position] ??= this.tokens.clickUrl(deliveryId, position)),
      pixelUrl: this.tokens.openUrl(deliveryId),
    });
    if (rendered.channel === 'sms') {
      if (!contact.phone) throw new Error('The contact has no phone number.');
      return {
        channel: 'sms',
        deliveryId,
        messageId,
        to: contact.phone,
        from: sender.address,
        text: rendered.text,
        campaignId: mailing.campaignId,
      };
    }
    if (!contact.email) throw new Error('The contact has no e-mail address.');
    return {
      channel: 'email',
      messageId,
      envelopeFrom: this.tokens.envelopeFrom(deliveryId),
      to: contact.email,
      from: { name: sender.name, address: sender.address },
      replyTo: sender.replyTo,
      subject: rendered.subject,
      html: rendered.pieces,
      text: rendered.text,
      headers: {
        ...this.headers(mailing, unsubscribeUrl),
        ...this.forPostmark(messageId),
      },
    };
  }

  /** Postmark puts its own Message-ID in place of ours, and tells of a message by its metadata. */
  private forPostmark(messageId: string): Record<string, string> {
    if (this.env.postmarkLogin === null) return {};
    return { 'X-PM-KeepID': 'true', 'X-PM-Metadata-delivery': messageId };
  }

  /** One-click unsubscribe (RFC 8058) and a List-Id that stays the same (RFC 2919). */
  private headers(mailing: Mailing, unsubscribeUrl: string): Record<string, string> {
    const own = { 'X-Saphan-Campaign': mailing.campaignId };
    if (mailing.purpose !== 'marketing') return own;
    return {
      ...own,
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `<${mailing.purpose}.${this.env.mailDomain}>`,
    };
  }
}
