import { ByteWriter } from './byte-writer.js';
import { CR, LF } from './characters.js';
import { Measure } from './measure.js';
import { writeQuotedPrintable } from './quoted-printable.js';
import { writeUtf8 } from './utf8.js';

/**
 * A part of a text that is the same in many messages. It is encoded when that is first asked for, and
 * kept.
 */
export class StaticText {
  private plain: { bytes: Buffer; measure: Measure } | undefined;
  private quoted: { bytes: Buffer; column: number } | undefined;

  /**
   * @param text neither begins nor ends within a CRLF or a surrogate pair that another piece might
   *   complete; `StaticText.within` finds such a stretch.
   */
  constructor(readonly text: string) {}

  /** Where the longest stretch of a text begins and ends that may be encoded by itself. */
  static within(text: string): { start: number; end: number } {
    let start = 0;
    let end = text.length;
    while (start < end && mayComplete(text.charCodeAt(start))) start++;
    while (start < end && mayBeCompleted(text.charCodeAt(end - 1))) end--;
    return { start, end };
  }

  /** In UTF-8 with CRLF line ends, and measured. */
  utf8(): { readonly bytes: Buffer; readonly measure: Measure } {
    if (!this.plain) {
      const out = new ByteWriter(2 * this.text.length);
      writeUtf8(this.text, out);
      const bytes = Buffer.from(out.written());
      this.plain = { bytes, measure: new Measure().add(bytes, 0, bytes.length) };
    }
    return this.plain;
  }

  /** In quoted-printable from the first column on, and the column in which that ends. */
  quotedPrintable(): { readonly bytes: Buffer; readonly column: number } {
    if (!this.quoted) {
      const { bytes } = this.utf8();
      const out = new ByteWriter(2 * bytes.length);
      const column = writeQuotedPrintable(bytes, out, 0);
      this.quoted = { bytes: Buffer.from(out.written()), column };
    }
    return this.quoted;
  }
}

/** A line feed, or the second half of a surrogate pair. */
const mayComplete = (unit: number): boolean => unit === LF || (unit >= 0xdc00 && unit <= 0xdfff);

/** A carriage return, or the first half of a surrogate pair. */
const mayBeCompleted = (unit: number): boolean => unit === CR || (unit >= 0xd800 && unit <= 0xdbff);

/** What a text is made of: static parts of its template, and strings of this message's own. */
export type Piece = StaticText | string;

/**
 * HTML as its template makes it: the static parts are shared by all of its messages. Between two
 * strings stands a static part, so that no two pieces share a CRLF or a surrogate pair.
 */
export class HtmlPieces {
  constructor(readonly list: readonly Piece[]) {}

  /** In UTF-16 units, as of the whole string. */
  get length(): number {
    let length = 0;
    for (const piece of this.list)
      length += typeof piece === 'string' ? piece.length : piece.text.length;
    return length;
  }

  toString(): string {
    return this.list.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
  }
}
