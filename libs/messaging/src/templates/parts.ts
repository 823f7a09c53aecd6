import type { TemplateLibrary } from './content.js';
import { compilePart } from './engine.js';
import type { PartRenderer } from './engine.js';
import { expand } from './expand.js';
import { printTemplate } from './expansion.js';
import type { Resolution } from './expression.js';

/** White space and control characters; `\p{Cc}`, written so that it needs no slow Unicode expression. */
// eslint-disable-next-line no-control-regex
const blanks = /[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+/g;

/** Compiles a text that becomes a header: the subject or the preheader. */
export function compileHeader(
  text: string,
  source: string,
  library: TemplateLibrary,
  on: Resolution,
): PartRenderer | undefined {
  const before = on.problems.count;
  const out = expand(text, source, { partials: library.partials }, on, (written) => written);
  if (on.problems.count > before) return undefined;
  const render = compilePart(printTemplate(out.text, out.tokens), 'text');
  return (data, env) => oneLine(render(data, env));
}

/** A header value is one line: no value may begin another header (RFC 5322 §2.2). */
function oneLine(text: string): string {
  return text.replace(blanks, ' ').trim();
}
