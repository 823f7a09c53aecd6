import { convert } from 'html-to-text';
import type { FormatCallback } from 'html-to-text';

const alternative: FormatCallback = (element, _walk, builder) => {
  const attributes = element.attribs as Record<string, string> | undefined;
  builder.addInline(attributes?.['alt'] ?? '');
};

/**
 * The text part, as a marked template, from the marked HTML: converted once, not for every message.
 * A link is its text and its address; a picture is its alternative text. Lines are not wrapped, as
 * the length of the values is unknown.
 */
export function textPart(html: string): string {
  return convert(html, {
    wordwrap: false,
    formatters: { alternative },
    selectors: [
      { selector: 'img', format: 'alternative' },
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
      ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}
