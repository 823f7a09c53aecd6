import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import {
  needsRegistration,
  registrationOf,
  SenderService,
  shortenerIn,
  SmsMeasure,
  type CompiledTemplate,
} from '#libs/messaging';
import type { Campaign } from './campaign.entity.js';
import { finding, type Finding } from './preflight.js';
import { SmsForecastService } from './sms-forecast.service.js';

/** Names of senders are registered in Thailand. */
const thailand = '+66';
/** So few characters, or such a share of all, may be slips; more are how the language is written. */
const slips = 3;
const slipShare = 0.1;
/** What is shown of them. */
const mostShown = 5;

/** What may be wrong with a campaign of text messages in particular. */
@Injectable()
export class SmsPreflight {
  constructor(
    private readonly forecasts: SmsForecastService,
    private readonly measure: SmsMeasure,
    private readonly senders: SenderService,
  ) {}

  async check(campaign: Campaign): Promise<Finding[]> {
    if (campaign.channel !== 'sms') return [];
    const template = await this.forecasts.template(campaign);
    const href = `/v1/templates/${campaign.definition.templateId}`;
    return [
      ...(template ? [...shorteners(template, href), ...this.alphabets(template, href)] : []),
      ...(await this.sender(campaign)),
    ];
  }

  /** A single curly quote halves what a part can hold. */
  private alphabets(template: CompiledTemplate, href: string): Finding[] {
    return template.languages.flatMap((language) => {
      const { segments } = this.measure.render(template, language, template.sampleData);
      const { forcing, characters, count } = segments;
      const total = forcing.reduce((sum, { positions }) => sum + positions.length, 0);
      if (total === 0 || total > Math.max(slips, characters * slipShare)) return [];
      const shown = forcing.slice(0, mostShown);
      const places = shown.map((one) => `${one.character} @ ${one.positions.join(', ')}`);
      const detail = `(${places.join('; ')}; ${count} × 70/67)`;
      return [finding('sms_ucs2', `languages.${language}.body`, href, detail)];
    });
  }

  private async sender(campaign: Campaign): Promise<Finding[]> {
    const { senderId } = campaign.definition;
    const sender = senderId ? await this.senders.find(senderId) : null;
    if (!sender || !needsRegistration(sender) || registrationOf(sender)) return [];
    const href = `/v1/senders/${sender.id}/registration`;
    const place = '/definition/senderId';
    const code = (await this.reaches(campaign))
      ? 'sender_unregistered'
      : 'sender_maybe_unregistered';
    return [finding(code, place, href, `(${sender.address})`)];
  }

  private async reaches(campaign: Campaign): Promise<boolean> {
    try {
      return (await this.forecasts.reachIn(thailand, campaign)) > 0;
    } catch (error) {
      // A segment that is gone is told of already.
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}

function shorteners({ links }: CompiledTemplate, href: string): Finding[] {
  return links.flatMap(({ url, language }) => {
    const host = shortenerIn(url);
    if (host === null) return [];
    return [finding('sms_shortener', `languages.${language}.body`, href, `(${host})`)];
  });
}
