import type { JsonObject } from '#libs/kernel';

/** What a message travels by. */
export type TemplateChannel = 'email' | 'sms';

/**
 * What sort of value a variable holds. `url` is an address that the engine itself makes, such as the
 * unsubscribe link: only such a variable may stand as a whole link. An address that comes from data
 * is `text`.
 */
export type VariableType = 'text' | 'number' | 'yesno' | 'date' | 'url' | 'list';

/** One variable. A list names the fields of its items; a list without them holds plain values. */
export interface VariableSpec {
  readonly type: VariableType;
  readonly item?: VariableSchema;
}

/** Known variables by dotted path: `contact.firstName`, `contact.attributes.tier`, `order.items`. */
export type VariableSchema = { readonly [path: string]: VariableSpec };

/** An e-mail in one language. Subject and preheader are text; the body is MJML. */
export interface EmailVariant {
  readonly subject: string;
  readonly preheader?: string;
  readonly body: string;
}

/** An SMS in one language. */
export interface SmsVariant {
  readonly body: string;
}

interface ContentBase {
  /** BCP 47 tag of the variant for people in whose language there is none. */
  readonly fallbackLanguage: string;
  /** Data for previews and for the size check, in the shape of the render data. */
  readonly sampleData: JsonObject;
  /** Variables of this template's own, beside those that every message has. */
  readonly variables?: VariableSchema;
}

export interface EmailContent extends ContentBase {
  readonly channel: 'email';
  /** Name of the layout that surrounds the body; without one the body is a whole MJML document. */
  readonly layout?: string;
  readonly languages: { readonly [tag: string]: EmailVariant };
}

export interface SmsContent extends ContentBase {
  readonly channel: 'sms';
  readonly languages: { readonly [tag: string]: SmsVariant };
}

/** What the author writes and the API saves. */
export type TemplateContent = EmailContent | SmsContent;

/** Shared sources, by name. */
export interface TemplateLibrary {
  readonly layouts: { readonly [name: string]: string };
  readonly partials: { readonly [name: string]: string };
}

/** A template together with all that it needs: a frozen campaign version stands on its own. */
export interface TemplateBundle extends TemplateLibrary {
  readonly content: TemplateContent;
}

/** Limits that keep one message from starving the others. */
export const limits = {
  /** Characters of one source. */
  sourceLength: 100_000,
  /** Characters after layouts and partials were put in. */
  expandedLength: 200_000,
  /** Pieces of text and expressions after layouts and partials were put in. */
  statements: 20_000,
  /** Expressions in one source. */
  expressions: 1_000,
  /** Blocks, sub-expressions or partials inside each other. */
  depth: 20,
  /** Rounds of all loops of one message. */
  iterations: 2_000,
  /** Characters of a rendered SMS: far above what a gateway takes, and still quick to count. */
  smsLength: 2_000,
  /** Characters of one rendered message. */
  renderedLength: 2_000_000,
} as const;
