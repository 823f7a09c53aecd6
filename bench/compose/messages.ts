import path from 'node:path';
import {
  baseSchema,
  bundleOf,
  compileTemplate,
  readTemplateFolder,
  renderData,
  TrackingTokens,
  type CompiledTemplate,
  type EmailMessage,
  type TemplateContent,
} from '#libs/messaging';
import type { Env } from '#libs/platform';

const env = {
  appSecret: 'a'.repeat(32),
  previousAppSecret: null,
  addressSecret: 'b'.repeat(32),
  publicUrl: 'https://m.saphan.example',
  mailDomain: 'mail.saphan.example',
} as Env;

const organisation = {
  name: 'ร้านสะพานไม้ / Saphan Mai',
  address: '88 ถนนริมน้ำ ตำบลวัดเกต อำเภอเมืองเชียงใหม่ เชียงใหม่ 50000',
  phone: null,
  email: 'hello@example.test',
  website: null,
};
const names = { th: ['มาลี', 'สมชาย', 'นภัสสร'], en: ['Malee', 'Somchai', 'Napassorn'] };

export type Language = keyof typeof names;

export async function loadTemplate(key: string): Promise<CompiledTemplate> {
  const folder = await readTemplateFolder(path.resolve('templates'));
  const content = folder.templates[key];
  if (!content) throw new Error(`There is no template "${key}".`);
  return compileContent(content);
}

export async function compileContent(content: TemplateContent): Promise<CompiledTemplate> {
  const folder = await readTemplateFolder(path.resolve('templates'));
  const compiled = await compileTemplate(bundleOf(content, folder), baseSchema);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** Makes messages as the delivery engine does: one of its own for each number. */
export class Maker {
  readonly tokens = new TrackingTokens(env);

  constructor(
    private readonly template: CompiledTemplate,
    private readonly language: Language,
  ) {}

  /** The signed addresses of one message, without the message. */
  sign(id: string): void {
    this.tokens.messageId(id);
    this.tokens.envelopeFrom(id);
    this.tokens.unsubscribeUrl(id);
    this.tokens.openUrl(id);
    for (const { position, language } of this.template.links)
      if (language === this.language) this.tokens.clickUrl(id, position);
  }

  make(number: number): EmailMessage {
    const { tokens, template } = this;
    const id = String(1_000_000 + number);
    const unsubscribeUrl = tokens.unsubscribeUrl(id);
    const urls: string[] = [];
    const contact = {
      email: `customer${number}@example.test`,
      firstName: names[this.language][number % 3]!,
      lastName: 'Jaidee',
      language: this.language,
      city: 'Chiang Mai',
    };
    const rendered = template.render(
      this.language,
      renderData(contact as never, organisation as never, 'Monsoon Sale', unsubscribeUrl),
      {
        timeZone: 'Asia/Bangkok',
        link: (position) => (urls[position] ??= tokens.clickUrl(id, position)),
        pixelUrl: tokens.openUrl(id),
      },
    );
    if (rendered.channel !== 'email') throw new Error('This is not an e-mail.');
    return {
      channel: 'email',
      messageId: tokens.messageId(id),
      envelopeFrom: tokens.envelopeFrom(id),
      to: contact.email,
      from: { name: organisation.name, address: 'hello@saphan.example' },
      replyTo: null,
      subject: rendered.subject,
      html: rendered.pieces,
      text: rendered.text,
      headers: {
        'X-Saphan-Campaign': '42',
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': '<marketing.mail.saphan.example>',
      },
    };
  }
}
