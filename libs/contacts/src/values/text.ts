import { fold, ok } from '#libs/kernel';
import { refuse, type Verdict } from './verdict.js';

/** Control characters (a text on several lines may hold tabs and line feeds) and lone surrogates. */
const inLine = /[\p{Cc}\p{Cs}]/u;
const inParagraph = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

/** Characters to which one can fold: U+FDFA, a whole blessing, is the longest. */
const maxFoldGrowth = 18;

interface TextLimits {
  /** Characters that the text may have. */
  max: number;
  /** Characters that its folded twin may have: a few letters fold to many. */
  maxFolded: number;
  /** Line feeds and tabs are welcome. */
  multiline?: boolean;
}

/** A text for people in Unicode form C, without surrounding white space. Never empty. */
export function parseText(text: string, limits: TextLimits): Verdict<string> {
  const value = text.normalize('NFC').replace(/\r\n/g, '\n').trim();
  if (value === '') return refuse('text.empty', 'The text is empty.');
  if (value.length > limits.max)
    return refuse('text.too_long', `The text has more than ${limits.max} characters.`);
  if ((limits.multiline ? inParagraph : inLine).test(value))
    return refuse('text.control_character', 'The text holds a control character.');
  if (value.length * maxFoldGrowth > limits.maxFolded && fold(value).length > limits.maxFolded)
    return refuse(
      'text.too_long',
      `The text has more than ${limits.maxFolded} characters to compare.`,
    );
  return ok(value);
}

/** Names of people and of cities: the columns of the table contact. */
export const parseName = (text: string): Verdict<string> =>
  parseText(text, { max: 100, maxFolded: 255 });

/** An id that another system gave: kept as it is, compared byte for byte. */
export function parseExternalId(text: string): Verdict<string> {
  if (text.length === 0 || text.length > 128 || inLine.test(text) || text.trim() !== text)
    return refuse(
      'external_id.invalid',
      'An external id has 1 to 128 characters, no control character and no space around it.',
    );
  return ok(text);
}

/** A tag, as it is compared: folded, at most 64 characters. */
export function parseTag(text: string): Verdict<string> {
  const tag = fold(text);
  if (tag === '' || tag.length > 64 || inLine.test(tag))
    return refuse('tag.invalid', 'A tag has 1 to 64 characters and no control character.');
  return ok(tag);
}
