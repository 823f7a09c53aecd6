import { checkAttributes } from './attributes.js';
import { withoutMarks } from './expansion.js';
import type { Token } from './expansion.js';
import type { DraftLink, LinkMaker } from './links.js';
import type { Position } from './problems.js';

const voids = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const unsafe = new Set('script iframe object embed base form frame applet mj-include'.split(' '));
/** MJML elements whose content is text or HTML; all others contain elements only. */
const written = new Set(
  (
    'mj-text mj-button mj-table mj-raw mj-title mj-preview mj-style mj-navbar-link ' +
    'mj-social-element mj-accordion-title mj-accordion-text'
  ).split(' '),
);
const piece =
  /\uE000(\d+)\uE001|<!--|<!\[CDATA\[|<(\/?)([A-Za-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>|</g;

interface Element {
  readonly tag: string;
  readonly at: Position;
  /** Nearest MJML element, itself included. */
  readonly mjml: string;
  readonly start: number;
  readonly link?: DraftLink;
}

/** What preflight wants to know of the pictures. */
export interface MarkupFacts {
  readonly imagesWithoutAlt: Position[];
}

/**
 * Reads the expanded MJML: everything closes in order, blocks enclose whole elements, nothing unsafe
 * stands in it. Returns it with link slots, and with blocks around elements wrapped in mj-raw, which
 * is where MJML lets them through. Lines stay where they are.
 */
export class MarkupReader {
  private readonly stack: Element[] = [];
  private readonly blocks: (Element | undefined)[] = [];
  private result = '';
  private at = 0;
  readonly facts: MarkupFacts = { imagesWithoutAlt: [] };

  constructor(private readonly maker: LinkMaker) {}

  read(): string {
    const { text } = this.maker.out;
    piece.lastIndex = 0;
    for (let found = piece.exec(text); found; found = piece.exec(text)) {
      this.copyText(text.slice(this.at, found.index), found.index);
      this.at = piece.lastIndex;
      if (found[1] !== undefined) this.token(this.maker.out.tokens[Number(found[1])], found[0]);
      else if (found[3] !== undefined) this.tag(found, text);
      else if (!this.comment(text, found)) return this.result;
    }
    this.copyText(text.slice(this.at), text.length);
    for (const open of this.stack) this.problem(open.at, `<${open.tag}> is never closed.`);
    return this.result;
  }

  private get top(): Element | undefined {
    return this.stack.at(-1);
  }

  private problem(at: Position, message: string): void {
    this.maker.problems.add(at, 'broken_markup', message);
  }

  private copyText(text: string, end: number): void {
    const { top } = this;
    if (text.trim() !== '' && (!top || !written.has(top.mjml))) {
      const start = end - text.length + (text.length - text.trimStart().length);
      const where = top ? `directly in <${top.tag}>` : 'outside <mjml>';
      this.problem(this.maker.out.positionAt(start), `Text may not stand ${where}.`);
    }
    this.result += text;
  }

  /** Comments of the author and conditional ones for Outlook. False when the rest is unreadable. */
  private comment(text: string, found: RegExpExecArray): boolean {
    const position = this.maker.out.positionAt(found.index);
    const end = found[0] === '<!--' ? text.indexOf('-->', found.index) : -1;
    if (end < 0) {
      const what = found[0] === '<!--' ? 'A comment is never closed.' : 'Write &lt; for "<".';
      this.problem(position, what);
      return false;
    }
    const comment = text.slice(found.index, end + 3);
    if (comment.includes('\uE000')) {
      this.problem(position, 'No expression may stand in a comment; use {{!-- … --}}.');
    }
    this.result += comment;
    this.at = piece.lastIndex = end + 3;
    return true;
  }

  private token(token: Token | undefined, mark: string): void {
    if (!token) return;
    const { top } = this;
    if (token.kind === 'open') this.blocks.push(top);
    else if (token.kind !== 'value' && this.blocks.at(-1) !== top) {
      this.problem(token.at, 'A block must enclose whole elements.');
    }
    if (token.kind === 'close') this.blocks.pop();
    if (top && written.has(top.mjml)) {
      if (top.mjml === 'mj-style' && token.kind === 'value') this.unsafeStyle(token.at);
      this.result += mark;
    } else if (token.kind === 'value' || !top || top.tag.startsWith('mj-head')) {
      this.problem(token.at, 'An expression may stand in text, in attributes or around elements.');
    } else {
      this.result += `<mj-raw>${mark}</mj-raw>`;
    }
  }

  private unsafeStyle(at: Position): void {
    this.maker.problems.add(at, 'unsafe_expression', 'No data may stand in a style sheet.');
  }

  private tag(found: RegExpExecArray, text: string): void {
    const [, , slash, name = '', attributes = '', selfClosed] = found;
    const tag = name.toLowerCase();
    const at = this.maker.out.positionAt(found.index);
    if (slash) {
      this.close(tag, at, found.index, text);
      this.result += found[0];
      return;
    }
    if (unsafe.has(tag)) {
      this.maker.problems.add(at, 'unsafe_markup', `<${tag}> may not stand in a message.`);
    }
    const before = this.maker.links.length;
    this.result += `<${name}${checkAttributes(tag, attributes, at, this.maker)}${selfClosed}>`;
    const link = this.maker.links[before];
    const alt = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
    if ((tag === 'img' || tag === 'mj-image') && !alt) this.facts.imagesWithoutAlt.push(at);
    if (link && alt) link.label = withoutMarks(alt[1] ?? alt[2] ?? '');
    if (selfClosed || voids.has(tag)) return;
    const mjml = /^mj-|^mjml$/.test(tag) ? tag : (this.top?.mjml ?? tag);
    this.stack.push({ tag, at, mjml, start: piece.lastIndex, link });
  }

  private close(tag: string, at: Position, end: number, text: string): void {
    const { top } = this;
    if (top?.tag !== tag) {
      const open = this.stack.findLastIndex((one) => one.tag === tag);
      const unclosed = open < 0 ? undefined : this.stack[open + 1];
      if (unclosed) this.problem(unclosed.at, `<${unclosed.tag}> is never closed.`);
      else this.problem(at, `</${tag}> closes nothing.`);
      if (open >= 0) this.stack.length = open;
      return;
    }
    this.stack.pop();
    if (this.blocks.includes(top)) this.problem(at, 'A block must enclose whole elements.');
    if (top.link && top.link.label === '') {
      const inside = text.slice(top.start, end);
      const alt = /<img\b[^>]*\balt\s*=\s*"([^"]*)"/i.exec(inside)?.[1] ?? '';
      const label = withoutMarks(inside.replace(/<[^>]*>/g, ' ')) || withoutMarks(alt);
      top.link.label = label.slice(0, 120);
    }
  }
}
