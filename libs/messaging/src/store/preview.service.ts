import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { ContactService } from '#libs/contacts';
import { ENV, type Env } from '#libs/platform';
import { OrganisationRepository } from '../senders/organisation.repository.js';
import type { Money } from '../sms/cost/money.js';
import { SmsMeasure } from '../sms/cost/sms-measure.js';
import { SmsPriceService } from '../sms/cost/sms-price.service.js';
import type {
  CompiledTemplate,
  RenderData,
  RenderedEmail,
  RenderedSms,
} from '../templates/index.js';
import { renderData } from './render-data.js';
import { TemplateService } from './template.service.js';

/** A message as it is shown to people: whole. */
export type Preview = Omit<RenderedEmail, 'pieces'> | SmsPreview;

/** The parts are those of the message with the links that it goes out with, which are longer or shorter. */
export interface SmsPreview extends RenderedSms {
  /** Of this message to this contact; null for sample data, and where no price is known. */
  cost: Money | null;
}

/** Shows a message as somebody would get it: links lead straight on, nothing is tracked. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly contacts: ContactService,
    private readonly measure: SmsMeasure,
    private readonly prices: SmsPriceService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * @param contactId whose data is shown; null for the template's sample data.
   * @param language wanted; null for the contact's own.
   * @throws DomainError `template.not_found`, `contact.not_found`.
   */
  async preview(
    templateId: string,
    contactId: string | null,
    language: string | null,
  ): Promise<Preview> {
    const { latest } = await this.templates.get(templateId);
    const template = await this.templates.ready(latest.id);
    if (!contactId) {
      const { sampleData, fallbackLanguage } = latest.bundle.content;
      const { timeZone } = this.env;
      return this.show(template, language ?? fallbackLanguage, sampleData, timeZone, null);
    }
    const contact = (await this.contacts.loadForRendering([contactId])).get(contactId);
    if (!contact)
      throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
    const organisation = await this.organisations.get();
    const data = renderData(contact, organisation, '', '#unsubscribe');
    const timeZone = contact.timeZone ?? this.env.timeZone;
    return this.show(template, language ?? contact.language, data, timeZone, contact.phone);
  }

  private async show(
    template: CompiledTemplate,
    language: string | null,
    data: RenderData,
    timeZone: string,
    number: string | null,
  ): Promise<Preview> {
    const message = template.render(language, data, { timeZone });
    if (message.channel === 'email') return whole(message);
    const { segments } = this.measure.render(template, language, data, timeZone);
    const cost = number && (await this.prices.priceList()).cost(number, segments.count);
    return {
      channel: 'sms',
      language: message.language,
      text: message.text,
      segments,
      cost: cost || null,
    };
  }
}

function whole(message: RenderedEmail): Preview {
  const { channel, language, subject, preheader, html, text } = message;
  return { channel, language, subject, preheader, html, text };
}
