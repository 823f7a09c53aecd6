import { DomainError } from '#libs/kernel';
import type { JsonObject } from '#libs/kernel';
import type { HtmlPieces } from '../mime/index.js';
import type { TemplateChannel, TemplateContent } from './content.js';
import { pickData } from './data.js';
import type { RenderData, UsedVariables } from './data.js';
import type { HtmlRenderer, PartRenderer } from './engine.js';
import type { RenderContext, RenderEnv } from './environment.js';
import { chooseLanguage, localeOf } from './language.js';
import { compileAddress } from './links.js';
import type { DraftLink, TemplateLink } from './links.js';
import { countSegments } from './sms.js';
import type { SmsSegments } from './sms.js';

export interface RenderedEmail {
  readonly channel: 'email';
  /** The variant that was chosen. */
  readonly language: string;
  readonly subject: string;
  readonly preheader: string;
  /** Put together from the pieces when first asked for, as in previews. */
  readonly html: string;
  readonly pieces: HtmlPieces;
  readonly text: string;
}

export interface RenderedSms {
  readonly channel: 'sms';
  readonly language: string;
  readonly text: string;
  /** Counted when first asked for: that takes longer than rendering. */
  readonly segments: SmsSegments;
}

export type RenderedMessage = RenderedEmail | RenderedSms;

/** What preflight asks of one language. */
export interface TemplateFacts {
  readonly hasUnsubscribeLink: boolean;
  /** UTF-8 bytes of the HTML with the sample data; 0 for SMS. Gmail clips at 102 KB. */
  readonly htmlBytes: number;
  /** Places of pictures without alternative text: `languages.th.body:12`. */
  readonly imagesWithoutAlt: readonly string[];
  /** For SMS, with the sample data. */
  readonly segments?: SmsSegments;
}

/** One language of an e-mail, ready to take values. */
export interface CompiledEmail {
  readonly channel: 'email';
  readonly subject: PartRenderer;
  readonly preheader: PartRenderer;
  readonly html: HtmlRenderer;
  readonly text: PartRenderer;
  readonly hasUnsubscribeLink: boolean;
  readonly imagesWithoutAlt: readonly string[];
}

/** One language of an SMS, ready to take values. */
export interface CompiledSms {
  readonly channel: 'sms';
  readonly body: PartRenderer;
  readonly hasUnsubscribeLink: boolean;
}

export type CompiledVariant = CompiledEmail | CompiledSms;

/** A template that compiled without a fault. Holds no state: one may serve many messages at once. */
export interface CompiledTemplate {
  readonly channel: TemplateChannel;
  readonly languages: readonly string[];
  readonly fallbackLanguage: string;
  readonly sampleData: JsonObject;
  /** Tracked links of all languages; the index is the position. */
  readonly links: readonly TemplateLink[];
  /**
   * Renders one message in the nearest language there is. Missing values are written as nothing.
   * @throws DomainError `template.too_long` when loops run beyond their limit.
   */
  render(language: string | null, data: RenderData, context: RenderContext): RenderedMessage;
  /**
   * The address to which a click on the link leads; undefined when there is no such link, or when it
   * depends on the item of a loop (`perItem`), which the click itself must then carry, signed.
   */
  renderUrl(position: number, data: RenderData): string | undefined;
  /** Whether any language reads a variable whose path begins so: `trigger`. */
  speaksOf(root: string): boolean;
  /** @throws DomainError `template.unknown_language`. */
  facts(language: string): TemplateFacts;
}

/** Made by `compileTemplate`. */
export class CompiledMessage implements CompiledTemplate {
  readonly channel: TemplateChannel;
  readonly languages: readonly string[];
  readonly fallbackLanguage: string;
  readonly sampleData: JsonObject;
  readonly links: readonly TemplateLink[];
  private readonly addresses: readonly (((data: RenderData) => string) | undefined)[];

  constructor(
    content: TemplateContent,
    private readonly variants: ReadonlyMap<string, CompiledVariant>,
    links: readonly DraftLink[],
    private readonly used: UsedVariables,
  ) {
    this.channel = content.channel;
    this.languages = [...variants.keys()];
    this.fallbackLanguage = content.fallbackLanguage;
    this.sampleData = content.sampleData;
    this.links = links.map(({ address: _, ...link }) => link);
    this.addresses = links.map((link) => (link.perItem ? undefined : compileAddress(link)));
  }

  render(language: string | null, data: RenderData, context: RenderContext): RenderedMessage {
    const chosen = chooseLanguage(this.languages, language, this.fallbackLanguage);
    const variant = this.variantOf(chosen);
    const picked = pickData(data, this.used);
    const env: RenderEnv = {
      ...context,
      language: chosen,
      locale: localeOf(chosen),
      preheader: '',
      iterations: 0,
    };
    if (variant.channel === 'sms') {
      const text = variant.body(picked, env);
      let segments: SmsSegments | undefined;
      return {
        channel: 'sms',
        language: chosen,
        text,
        get segments() {
          return (segments ??= countSegments(text));
        },
      };
    }
    const subject = variant.subject(picked, env);
    env.preheader = variant.preheader(picked, env);
    env.iterations = 0;
    const pieces = variant.html(picked, env);
    env.iterations = 0;
    const text = variant.text(picked, env);
    let html: string | undefined;
    return {
      channel: 'email',
      language: chosen,
      subject,
      preheader: env.preheader,
      pieces,
      get html() {
        return (html ??= pieces.toString());
      },
      text,
    };
  }

  renderUrl(position: number, data: RenderData): string | undefined {
    return this.addresses[position]?.(pickData(data, this.used));
  }

  speaksOf(root: string): boolean {
    return [...this.used.values()].some(({ parts }) => parts[0] === root);
  }

  facts(language: string): TemplateFacts {
    const variant = this.variantOf(language);
    const { hasUnsubscribeLink } = variant;
    const message = this.render(language, this.sampleData, { timeZone: 'Asia/Bangkok' });
    if (variant.channel === 'sms' || message.channel === 'sms') {
      const segments = message.channel === 'sms' ? message.segments : undefined;
      return { hasUnsubscribeLink, htmlBytes: 0, imagesWithoutAlt: [], segments };
    }
    const htmlBytes = Buffer.byteLength(message.html, 'utf8');
    return { hasUnsubscribeLink, htmlBytes, imagesWithoutAlt: variant.imagesWithoutAlt };
  }

  private variantOf(language: string): CompiledVariant {
    const variant = this.variants.get(language);
    if (variant) return variant;
    const message = `This template has no language "${language}".`;
    throw new DomainError('template.unknown_language', 'not_found', message);
  }
}
