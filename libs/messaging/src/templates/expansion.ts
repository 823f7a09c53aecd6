import type { Expr } from './expression.js';
import type { Position } from './problems.js';
import { markEnd, markStart } from './syntax.js';

/** One Handlebars statement of the expanded template, for which a mark stands in its text. */
export interface Token {
  readonly kind: 'open' | 'else' | 'close' | 'value' | 'link' | 'address';
  /** The statement as Handlebars reads it. */
  readonly print: string;
  readonly at: Position;
  /** What a value token writes. */
  readonly expr?: Expr;
}

/**
 * A template after layouts and partials were put in: static text with a mark for every statement,
 * and for every stretch of text the line of the source from which it came.
 */
export class Expansion {
  text = '';
  readonly tokens: Token[] = [];
  private breaks: readonly number[] | undefined;
  private readonly origins: { readonly start: number; readonly at: Position }[] = [];

  append(text: string, at: Position): void {
    if (text === '') return;
    this.origins.push({ start: this.text.length, at });
    this.text += text;
  }

  appendToken(token: Token): void {
    this.append(this.mark(token), token.at);
  }

  /** Adds a token and returns the mark that stands for it. */
  mark(token: Token): string {
    return `${markStart}${this.tokens.push(token) - 1}${markEnd}`;
  }

  /** The author's line for an offset of the text, once the text is complete. */
  positionAt(offset: number): Position {
    const origin =
      this.origins[countUpTo(this.origins.length, (i) => this.startOf(i) <= offset) - 1];
    if (!origin) return { source: 'body', line: 1 };
    this.breaks ??= Array.from(this.text.matchAll(/\n/g), (found) => found.index);
    const breaks = this.breaks;
    const before = (end: number) => countUpTo(breaks.length, (i) => (breaks[i] ?? 0) < end);
    const line = origin.at.line + before(offset) - before(origin.start);
    return { source: origin.at.source, line };
  }

  private startOf(i: number): number {
    return this.origins[i]?.start ?? 0;
  }
}

/** How many of the first items satisfy what holds up to some item and for none after it. */
function countUpTo(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const marks = /\uE000(\d+)\uE001/g;

/** Splits a text at its marks: static text and tokens in turn. */
export function piecesOf(text: string, tokens: readonly Token[]): (string | Token)[] {
  return text.split(marks).flatMap((piece, i): (string | Token)[] => {
    if (i % 2 === 0) return piece === '' ? [] : [piece];
    const token = tokens[Number(piece)];
    return token ? [token] : [];
  });
}

/** The text without its marks, for people. */
export function withoutMarks(text: string): string {
  return text.replace(marks, '…').replace(/\s+/g, ' ').trim();
}

/** Writes the marked text as a Handlebars template. Static text can never become an expression. */
export function printTemplate(text: string, tokens: readonly Token[]): string {
  return piecesOf(text, tokens)
    .map((piece) => (typeof piece === 'string' ? printStatic(piece) : piece.print))
    .join('');
}

/** Braces and backslashes that Handlebars would read as its own are written by a helper. */
export function printStatic(text: string): string {
  return text.replace(/^\}+|\\+(?=\{|$)|\{(?=\{|$)/g, (run) =>
    Array.from(run, (char) => `{{_char ${char.charCodeAt(0)}}}`).join(''),
  );
}
