import type { EmailContent, TemplateLibrary } from './content.js';
import type { CompiledEmail } from './compiled.js';
import { compileHtml, compilePart } from './engine.js';
import { encodeEntities } from './entities.js';
import { expand } from './expand.js';
import { printTemplate } from './expansion.js';
import type { Resolution } from './expression.js';
import type { DraftLink, LinkMaker } from './links.js';
import { MarkupReader } from './markup.js';
import { compileMjml } from './mjml.js';
import { compileHeader } from './parts.js';
import { textPart } from './text-part.js';

/** Without tiny or transparent letters: spam filters count those (SpamAssassin's FONT_INVIS_…). */
const hidden =
  '<div style="display:none;max-height:0;max-width:0;overflow:hidden;mso-hide:all">{{_preheader}}</div>';

/** Compiles one language of an e-mail; undefined when something was wrong with it. */
export async function compileEmail(
  content: EmailContent,
  library: TemplateLibrary,
  language: string,
  on: Resolution,
  links: DraftLink[],
): Promise<CompiledEmail | undefined> {
  const variant = content.languages[language];
  if (!variant) return undefined;
  const { problems } = on;
  const before = problems.count;
  const place = `languages.${language}`;
  const subject = compileHeader(variant.subject, `${place}.subject`, library, on);
  const preheader = compileHeader(variant.preheader ?? '', `${place}.preheader`, library, on);

  const body = { source: `${place}.body`, text: variant.body };
  const frame = content.layout === undefined ? body : layoutOf(content.layout, library, on);
  if (!frame) return undefined;
  const sources = content.layout === undefined ? library : { ...library, body };
  const out = expand(frame.text, frame.source, sources, on, encodeEntities);
  const maker: LinkMaker = { out, language, problems, links, unsubscribe: false };
  const reader = new MarkupReader(maker);
  const markup = problems.count > before ? '' : reader.read();
  if (problems.count > before) return undefined;
  const html = await compileMjml(markup, out, language, body.source, problems);
  if (html === undefined || !checkAnchors(html, body.source, on)) return undefined;

  const text = compilePart(printTemplate(textPart(html), out.tokens), 'text');
  const withSlots = printTemplate(html, out.tokens)
    .replace(/<body[^>]*>/, (tag) => tag + (variant.preheader ? hidden : ''))
    .replace(/<\/body>/, '{{_pixel}}</body>');
  if (!subject || !preheader) return undefined;
  return {
    channel: 'email',
    subject,
    preheader,
    html: compileHtml(withSlots),
    text: (data, env) =>
      text(data, env)
        .replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
        .trim(),
    hasUnsubscribeLink: maker.unsubscribe,
    imagesWithoutAlt: reader.facts.imagesWithoutAlt.map((at) => `${at.source}:${at.line}`),
  };
}

function layoutOf(
  name: string,
  { layouts }: TemplateLibrary,
  on: Resolution,
): { source: string; text: string } | undefined {
  const text = Object.hasOwn(layouts, name) ? layouts[name] : undefined;
  if (text === undefined) {
    on.problems.at('layout', 'unknown_layout', `There is no layout "${name}".`);
    return undefined;
  }
  if (typeof text === 'string' && !/\{\{~?>\s*body\s*~?\}\}/.test(text)) {
    on.problems.at(`layouts.${name}`, 'broken_markup', 'A layout contains {{> body}}.');
    return undefined;
  }
  return { source: `layouts.${name}`, text };
}

/** MJML may build addresses of its own (share buttons, a base address): none may escape tracking. */
function checkAnchors(html: string, source: string, on: Resolution): boolean {
  for (const [, address = ''] of html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) {
    if (/^(?:\uE000\d+\uE001$|mailto:|tel:|sms:|#)/i.test(address)) continue;
    const message =
      'MJML would change the address of a link here; write it out (name="facebook-noshare").';
    on.problems.at(source, 'link_not_static', message);
    return false;
  }
  return true;
}
