import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '#libs/platform';
import type { CompiledTemplate, RenderData, RenderedSms } from '../../templates/index.js';
import { TrackingTokens } from '../../tracking/tokens.js';

/** Any delivery's: all tokens of a kind are of one length. */
const anyDelivery = '0';

/** Renders a text message as long as it will be: with the links that it will go out with. */
@Injectable()
export class SmsMeasure {
  constructor(
    private readonly tokens: TrackingTokens,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @throws DomainError `template.too_long` */
  render(
    template: CompiledTemplate,
    language: string | null,
    data: RenderData,
    timeZone = this.env.timeZone,
  ): RenderedSms {
    const unsubscribeUrl = this.tokens.unsubscribeUrl(anyDelivery);
    const message = template.render(
      language,
      { ...data, unsubscribeUrl },
      {
        timeZone,
        link: (position, url) =>
          template.links[position]?.perItem ? url : this.tokens.clickUrl(anyDelivery, position),
      },
    );
    if (message.channel !== 'sms') throw new Error('The template is not one of text messages.');
    return message;
  }
}
