import { Inject, Injectable } from '@nestjs/common';
import { ProfileReader, type ContactProfile } from '#libs/contacts';
import { ENV, type Env } from '#libs/platform';
import type { Message } from '../channels/channel.js';
import { OrganisationRepository } from '../senders/organisation.repository.js';
import { TemplateService } from '../store/template.service.js';
import { renderData } from '../store/render-data.js';
import type { CompiledTemplate, RenderData } from '../templates/index.js';
import { TrackingTokens } from '../tracking/tokens.js';
import type { ClaimedDelivery } from './ledger.repository.js';
import type { Mailing } from './mailing.js';
import { MailingRepository } from './mailing.repository.js';

/** A delivery, and how to make its message when its turn has come. */
export interface Composed {
  delivery: ClaimedDelivery;
  /** @throws Error when this contact's message cannot be made. */
  make: () => Message;
}

/** Turns claimed deliveries into messages: one look at the contacts for a whole batch. */
@Injectable()
export class Composer {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly profiles: ProfileReader,
    private readonly tokens: TrackingTokens,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async compose(mailingId: string, deliveries: readonly ClaimedDelivery[]): Promise<Composed[]> {
    const mailing = await this.mailings.get(mailingId);
    if (!mailing) throw new Error(`The mailing ${mailingId} does not exist.`);
    const [template, organisation, profiles] = await Promise.all([
      this.templates.ready(mailing.templateVersionId),
      this.organisations.get(),
      this.profiles.load(deliveries.map(({ contactId }) => contactId)),
    ]);
    return deliveries.map((delivery) => ({
      delivery,
      make: () => {
        const profile = profiles.get(delivery.contactId);
        if (!profile) throw new Error('The contact is gone.');
        const unsubscribeUrl = this.tokens.unsubscribeUrl(delivery.id);
        const data = renderData(profile, organisation, mailing.campaignName, unsubscribeUrl);
        return this.message(mailing, template, delivery.id, profile, data);
      },
    }));
  }

  private message(
    mailing: Mailing,
    template: CompiledTemplate,
    deliveryId: string,
    profile: ContactProfile,
    data: RenderData,
  ): Message {
    const { sender } = mailing;
    const messageId = this.tokens.messageId(deliveryId);
    const rendered = template.render(profile.language, data, {
      timeZone: profile.timeZone ?? this.env.timeZone,
      // The address of a link in a loop depends on the item, which a click would not know.
      link: (position, url) =>
        template.links[position]?.perItem ? url : this.tokens.clickUrl(deliveryId, position),
      pixelUrl: this.tokens.openUrl(deliveryId),
    });
    if (rendered.channel === 'sms') {
      if (!profile.phone) throw new Error('The contact has no phone number.');
      return {
        channel: 'sms',
        messageId,
        to: profile.phone,
        from: sender.address,
        text: rendered.text,
        campaignId: mailing.campaignId,
      };
    }
    if (!profile.email) throw new Error('The contact has no e-mail address.');
    return {
      channel: 'email',
      messageId,
      envelopeFrom: this.tokens.envelopeFrom(deliveryId),
      to: profile.email,
      from: { name: sender.name, address: sender.address },
      replyTo: sender.replyTo,
      subject: rendered.subject,
      html: rendered.html,
      text: rendered.text,
      headers: this.headers(mailing, this.tokens.unsubscribeUrl(deliveryId)),
    };
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
