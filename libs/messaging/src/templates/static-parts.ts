import { randomBytes } from 'node:crypto';
import { HtmlPieces, StaticText, type Piece } from '../mime/index.js';

/** UTF-16 units from which on it is cheaper to look a part up than to render and encode it anew. */
const leastLength = 32;
/** What stands for the first part; the parts after it have the characters after it. */
const firstIndex = 0x21;
/** Far more than a template can have (`limits.expandedLength`), and below the surrogates. */
const mostParts = 50_000;

/**
 * The long static parts of a template. In its syntax tree short marks stand for them, so that what is
 * rendered for one message is hardly more than its own values; there they are found again.
 */
export class StaticParts {
  /** Random, like the boundary of a MIME part: no value can hold it but by guessing 96 bits. */
  private readonly mark = randomBytes(12).toString('base64url');
  private readonly parts: StaticText[] = [];

  /** Puts marks for the static parts of a tree that has had its white space stripped. */
  takeFrom(program: hbs.AST.Program | undefined): void {
    for (const statement of program?.body ?? []) {
      if (statement.type === 'ContentStatement') this.take(statement as hbs.AST.ContentStatement);
      else if (statement.type === 'BlockStatement') {
        const block = statement as hbs.AST.BlockStatement;
        this.takeFrom(block.program);
        this.takeFrom(block.inverse);
      }
    }
  }

  /** What was rendered, with the static parts in the place of their marks. */
  split(rendered: string): HtmlPieces {
    const pieces: Piece[] = [];
    const stretches = rendered.split(this.mark);
    if (stretches[0]) pieces.push(stretches[0]);
    for (let i = 1; i < stretches.length; i++) {
      const stretch = stretches[i]!;
      pieces.push(this.parts[stretch.charCodeAt(0) - firstIndex]!);
      if (stretch.length > 1) pieces.push(stretch.slice(1));
    }
    return new HtmlPieces(pieces);
  }

  private take(content: hbs.AST.ContentStatement): void {
    const { value } = content;
    const { start, end } = StaticText.within(value);
    if (end - start < leastLength || this.parts.length === mostParts) return;
    const index = this.parts.push(new StaticText(value.slice(start, end))) - 1;
    const sign = this.mark + String.fromCharCode(firstIndex + index);
    content.value = value.slice(0, start) + sign + value.slice(end);
  }
}
