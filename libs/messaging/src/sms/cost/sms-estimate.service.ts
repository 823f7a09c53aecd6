import { Injectable } from '@nestjs/common';
import type { Audience, Terms } from '../../delivery/decisions.js';
import type { CompiledTemplate } from '../../templates/index.js';
import { chooseLanguage } from '../../templates/language.js';
import type { SmsSegments } from '../../templates/sms.js';
import type { Money } from './money.js';
import { SmsMeasure } from './sms-measure.js';
import { SmsPriceService } from './sms-price.service.js';
import { SmsReachRepository } from './sms-reach.repository.js';

/** What one language of a campaign would send. */
export interface SmsVariantEstimate {
  language: string;
  /** Of the template's sample data, with the links that it will go out with. */
  segments: SmsSegments;
  recipients: number;
  /** Parts of all its messages together. */
  parts: number;
  /** Null while there are no prices. */
  cost: Money | null;
}

/** What a campaign of text messages would send, and cost. */
export interface SmsEstimate {
  variants: SmsVariantEstimate[];
  recipients: number;
  parts: number;
  /** Of those whose price is known; null while there are no prices. */
  cost: Money | null;
  /** Recipients for whose numbers there is no price. */
  unpriced: number;
}

/** The least digits by which a country is told: +66. */
const countryDigits = 2;

/** Says beforehand what text messages will cost. */
@Injectable()
export class SmsEstimateService {
  constructor(
    private readonly measure: SmsMeasure,
    private readonly prices: SmsPriceService,
    private readonly reach: SmsReachRepository,
  ) {}

  /** By language; people's own data may make a message longer or shorter than the sample's. */
  async estimate(
    template: CompiledTemplate,
    audience: Audience,
    terms: Terms,
  ): Promise<SmsEstimate> {
    const prices = await this.prices.priceList();
    const digits = Math.max(countryDigits, prices.longest);
    const reached = await this.reach.of(audience, terms, digits);
    const variants = template.languages.map((language) => {
      const { segments } = this.measure.render(template, language, template.sampleData);
      return { language, segments, recipients: 0, amount: 0n, unpriced: 0 };
    });
    for (const { language, prefix, people } of reached) {
      const chosen = chooseLanguage(template.languages, language, template.fallbackLanguage);
      const variant = variants.find((one) => one.language === chosen)!;
      const price = prices.partPrice(prefix);
      variant.recipients += people;
      if (price === null) variant.unpriced += people;
      else variant.amount += price * BigInt(variant.segments.count * people);
    }
    const sum = (of: (variant: (typeof variants)[number]) => number): number =>
      variants.reduce((total, variant) => total + of(variant), 0);
    return {
      variants: variants.map(({ language, segments, recipients, amount }) => ({
        language,
        segments,
        recipients,
        parts: segments.count * recipients,
        cost: prices.money(amount),
      })),
      recipients: sum(({ recipients }) => recipients),
      parts: sum(({ segments, recipients }) => segments.count * recipients),
      cost: prices.money(variants.reduce((total, { amount }) => total + amount, 0n)),
      unpriced: sum(({ unpriced }) => unpriced),
    };
  }

  /** How many numbers of a country would be written to. @param country `+66` */
  async reachIn(country: string, audience: Audience, terms: Terms): Promise<number> {
    const reached = await this.reach.of(audience, terms, country.length - 1);
    return reached
      .filter(({ prefix }) => prefix === country)
      .reduce((total, { people }) => total + people, 0);
  }
}
