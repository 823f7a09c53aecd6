import Handlebars from 'handlebars';
import { messageOf } from '#libs/kernel';
import { limits } from './content.js';
import type { Problems } from './problems.js';

/** Marks that stand for expressions while the markup is compiled; no author may use them. */
export const markStart = '\uE000';
export const markEnd = '\uE001';

/**
 * Parses one source. Takes a string and nothing else: a syntax tree from outside could carry code
 * into the compiled template (CVE-2026-33937). Size and nesting are measured before the parser runs,
 * whose time grows with the square of the nesting.
 */
export function parseSource(
  text: unknown,
  source: string,
  problems: Problems,
): hbs.AST.Program | undefined {
  if (typeof text !== 'string') {
    problems.at(source, 'invalid_content', 'A template is text.');
    return undefined;
  }
  if (text.length > limits.sourceLength) {
    problems.at(source, 'too_large', `Longer than ${limits.sourceLength} characters.`);
    return undefined;
  }
  if (text.includes(markStart) || text.includes(markEnd)) {
    problems.at(source, 'syntax', 'The characters U+E000 and U+E001 are reserved.');
    return undefined;
  }
  const raw = text.indexOf('{{{{');
  if (raw >= 0) {
    const at = { source, line: text.slice(0, raw).split('\n').length };
    problems.add(at, 'unsafe_expression', 'Raw blocks {{{{…}}}} are not allowed.');
    return undefined;
  }
  const line = tooDeepAt(text);
  if (line !== undefined) {
    problems.add({ source, line }, 'too_deep', `More than ${limits.depth} levels of nesting.`);
    return undefined;
  }
  if (text.split('{{').length - 1 > limits.expressions) {
    problems.at(source, 'too_large', `More than ${limits.expressions} expressions.`);
    return undefined;
  }
  try {
    return Handlebars.parseWithoutProcessing(text);
  } catch (error) {
    const atEnd = /got 'EOF'/.test(messageOf(error));
    const line = (atEnd ? openBlockAt(text) : undefined) ?? errorLine(error);
    problems.add({ source, line }, 'syntax', sentence(error));
    return undefined;
  }
}

/** The line of the innermost block that is still open where the text ends. */
function openBlockAt(text: string): number | undefined {
  const open: number[] = [];
  let line = 1;
  for (const [mark] of text.matchAll(/\n|\{\{~?[#/]/g)) {
    if (mark === '\n') line += 1;
    else if (mark.endsWith('#')) open.push(line);
    else open.pop();
  }
  return open.at(-1);
}

/** The line at which blocks or parentheses nest deeper than allowed. */
function tooDeepAt(text: string): number | undefined {
  let line = 1;
  let blocks = 0;
  let parentheses = 0;
  let inside = false;
  for (const [mark] of text.matchAll(/\n|\{\{+~?(?:[#/]|\^(?!~?\}))?|\}\}|[()]/g)) {
    if (mark === '\n') line += 1;
    else if (mark === '}}') inside = false;
    else if (mark === '(') parentheses += inside ? 1 : 0;
    else if (mark === ')') parentheses -= inside ? 1 : 0;
    else {
      inside = true;
      parentheses = 0;
      if (mark.endsWith('/')) blocks -= 1;
      else if (mark.endsWith('#') || mark.endsWith('^')) blocks += 1;
    }
    if (blocks > limits.depth || parentheses > limits.depth) return line;
  }
  return undefined;
}

/** Where the parser stopped: a mismatched block carries its line, a parse error only its sentence. */
function errorLine(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'lineNumber' in error) {
    if (typeof error.lineNumber === 'number') return error.lineNumber;
  }
  const found = /(?:error on line (\d+)| - (\d+):\d+$)/.exec(messageOf(error));
  return Number(found?.[1] ?? found?.[2] ?? 1);
}

function sentence(error: unknown): string {
  const message = messageOf(error);
  const unclosed = /got '(\w+)'/.exec(message)?.[1];
  if (unclosed === 'EOF') return 'A block is opened here and never closed.';
  if (unclosed === 'INVERSE' || unclosed === 'OPEN_ENDBLOCK') {
    return 'This closes or continues a block that was never opened.';
  }
  const excerpt = message.split('\n')[1]?.trim();
  return excerpt
    ? `Not a valid expression, near: ${excerpt.slice(-60)}`
    : message.replace(/ - \d+:\d+$/, '.');
}
