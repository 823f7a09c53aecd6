import { DomainError } from '#libs/kernel';
import { limits } from './content.js';
import type { SmsContent, TemplateLibrary } from './content.js';
import type { CompiledSms } from './compiled.js';
import { compilePart } from './engine.js';
import { expand } from './expand.js';
import { printTemplate } from './expansion.js';
import type { Resolution } from './expression.js';
import { trackLink } from './links.js';
import type { DraftLink, LinkMaker } from './links.js';

/** An address in running text; what ends a sentence is not part of it. */
const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]ฯ]/gi;

/** Compiles one language of an SMS; undefined when something was wrong with it. */
export function compileSms(
  content: SmsContent,
  library: TemplateLibrary,
  language: string,
  on: Resolution,
  links: DraftLink[],
): CompiledSms | undefined {
  const before = on.problems.count;
  const source = `languages.${language}.body`;
  const text = content.languages[language]?.body ?? '';
  const out = expand(text, source, library, on, (written) => written);
  const maker: LinkMaker = { out, language, problems: on.problems, links, unsubscribe: false };
  const marked = out.text.replace(address, (url, offset: number) => {
    const slot = trackLink(url, out.positionAt(offset), maker);
    const link = links.at(-1);
    if (link?.label === '') link.label = link.url;
    return slot;
  });
  if (on.problems.count > before) return undefined;
  const render = compilePart(printTemplate(marked, out.tokens), 'text');
  return {
    channel: 'sms',
    body: (data, env) => {
      const written = render(data, env)
        .replace(/[\u00a0\u202f\u2007]/g, ' ')
        .trim();
      if (written.length <= limits.smsLength) return written;
      const message = `An SMS may take ${limits.smsLength} characters.`;
      throw new DomainError('template.too_long', 'invalid', message);
    },
    hasUnsubscribeLink: out.tokens.some((token) => token.expr?.print === '@root.unsubscribeUrl'),
  };
}
