import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { ContactService } from '#libs/contacts';
import { ENV, type Env } from '#libs/platform';
import { OrganisationRepository } from '../senders/organisation.repository.js';
import type { RenderedEmail, RenderedMessage, RenderedSms } from '../templates/index.js';
import { renderData } from './render-data.js';
import { TemplateService } from './template.service.js';

/** A message as it is shown to people: whole. */
export type Preview = Omit<RenderedEmail, 'pieces'> | RenderedSms;

/** Shows a message as somebody would get it: links lead straight on, nothing is tracked. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly contacts: ContactService,
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
      return whole(template.render(language ?? fallbackLanguage, sampleData, { timeZone }));
    }
    const contact = (await this.contacts.loadForRendering([contactId])).get(contactId);
    if (!contact)
      throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
    const organisation = await this.organisations.get();
    const data = renderData(contact, organisation, '', '#unsubscribe');
    const timeZone = contact.timeZone ?? this.env.timeZone;
    return whole(template.render(language ?? contact.language, data, { timeZone }));
  }
}

function whole(message: RenderedMessage): Preview {
  if (message.channel === 'sms') return message;
  const { channel, language, subject, preheader, html, text } = message;
  return { channel, language, subject, preheader, html, text };
}
