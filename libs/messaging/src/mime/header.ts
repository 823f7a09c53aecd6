import { encodedWords } from './encoded-word.js';

/** RFC 2047 section 2 for lines with encoded words; RFC 5322 section 2.1.1 would have 78. */
const wantedLine = 76;
const longestLine = 998;

/** Fewest characters in which an encoded word is begun on the line of the header's name. */
const leastWord = 24;

/** What may not stand in any header: controls, and what other programs take for line ends. */
// eslint-disable-next-line no-control-regex
const controls = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
const plainText = /^[\x20-\x7e]*$/;
const notInNames = /[^!-9;-~]/g;

/** On one line: no value may begin another header (RFC 5322 section 2.2). */
export function oneLine(value: string): string {
  return (plainText.test(value) ? value : value.replace(controls, ' ')).trim();
}

/** A name that a header may have (RFC 5322 section 2.2), or nothing. */
export function headerName(name: string): string {
  const possible = name.replace(notInNames, '');
  return possible.length > wantedLine ? '' : possible;
}

/** Whether a text can stand for itself: printable ASCII, and nothing a reader would decode. */
export function isPlain(text: string): boolean {
  return plainText.test(text) && !text.includes('=?');
}

/**
 * An unstructured header (RFC 5322 section 2.2.1) with its line end; nothing when it is empty. What
 * cannot stand as it is comes in encoded words. An address in angle brackets, as in List-Unsubscribe,
 * stays in one piece as long as a line can hold it.
 */
export function textHeader(name: string, value: string): string {
  const text = oneLine(value);
  if (text === '') return '';
  // A run of blanks might fill a line, which may then be taken for the end of the header.
  const foldable = text.length < wantedLine - name.length - 2 || !text.includes('  ');
  const plain = foldable && isPlain(text) ? fold(name, text) : undefined;
  return `${plain ?? fold(name, wordsFor(name, text))}\r\n`;
}

/**
 * A structured header with its line end, from a value that is already as it should stand.
 * @throws RangeError when it cannot be folded into lines of 998 characters.
 */
export function structuredHeader(name: string, value: string): string {
  const folded = fold(name, value);
  if (folded === undefined) throw new RangeError(`A value of ${name} is too long.`);
  return `${folded}\r\n`;
}

/** A text as encoded words, of which the first fits on the line of the header's name. */
export function wordsFor(name: string, text: string): string {
  return encodedWords(text, isLong(name) ? wantedLine - 1 : roomAfter(name));
}

const roomAfter = (name: string): number => wantedLine - name.length - ': '.length;
const isLong = (name: string): boolean => roomAfter(name) < leastWord;

/**
 * Breaks a header before blanks into lines of 76 characters, where it has blanks; undefined when one
 * would have more than 998 (RFC 5322 section 2.2.3).
 */
function fold(name: string, value: string): string | undefined {
  const line = `${name}: ${value}`;
  let folded = '';
  let start = 0;
  // A short name does not stand alone on its line: some programs take that for an empty header.
  let earliest = name.length + (isLong(name) ? 1 : 2);
  while (line.length - start > wantedLine) {
    let end = line.lastIndexOf(' ', start + wantedLine);
    if (end < earliest) end = line.indexOf(' ', Math.max(earliest, start + wantedLine));
    if (end < 0) break;
    if (end - start > longestLine) return undefined;
    folded += `${line.slice(start, end)}\r\n`;
    start = end;
    earliest = start + 1;
  }
  return line.length - start > longestLine ? undefined : folded + line.slice(start);
}
