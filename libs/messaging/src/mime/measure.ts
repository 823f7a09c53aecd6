import { CR, DELETE, EQUALS, SPACE, TAB } from './characters.js';

/** Kinds of octets: what stands for itself, and what asks for a closer look. */
const literal = 0;
const equals = 1;
const lineEnd = 2;
const control = 3;
const beyondAscii = 4;

const kinds = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet >= 0x80) return beyondAscii;
  if (octet === CR) return lineEnd;
  if (octet === EQUALS) return equals;
  return (octet < SPACE && octet !== TAB) || octet === DELETE ? control : literal;
});

/**
 * What must be known of a text in UTF-8 with CRLF line ends to choose its encoding. Texts that follow
 * each other are measured one after the other, or measured apart and joined: both come to the same.
 */
export class Measure {
  octets = 0;
  /** Octets that quoted-printable escapes; blanks at line ends are not counted. */
  escaped = 0;
  ascii = true;
  /** Whether it holds a control character other than tab and line ends, such as NUL. */
  controls = false;
  /** Octets of the longest line that has ended. */
  private longest = 0;
  /** Octets before the first line end, and since the last; both are all of them without one. */
  private first = 0;
  private last = 0;
  private broken = false;

  /** Octets of the longest line. */
  get longestLine(): number {
    return Math.max(this.longest, this.last);
  }

  add(bytes: Uint8Array, start: number, end: number): this {
    let lineStart = start - this.last;
    let escaped = 0;
    for (let i = start; i < end; i++) {
      const kind = kinds[bytes[i]!]!;
      if (kind === literal) continue;
      if (kind === lineEnd) {
        this.endLine(i - lineStart);
        i++;
        lineStart = i + 1;
        continue;
      }
      escaped++;
      if (kind === beyondAscii) this.ascii = false;
      else if (kind === control) this.controls = true;
    }
    this.octets += end - start;
    this.escaped += escaped;
    this.last = end - lineStart;
    if (!this.broken) this.first = this.last;
    return this;
  }

  join(next: Measure): void {
    this.octets += next.octets;
    this.escaped += next.escaped;
    this.ascii &&= next.ascii;
    this.controls ||= next.controls;
    if (next.broken) {
      this.endLine(this.last + next.first);
      this.longest = Math.max(this.longest, next.longest);
      this.last = next.last;
    } else {
      this.last += next.last;
      if (!this.broken) this.first = this.last;
    }
  }

  private endLine(length: number): void {
    if (!this.broken) this.first = length;
    this.broken = true;
    if (length > this.longest) this.longest = length;
  }
}
