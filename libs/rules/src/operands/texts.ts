import { fold } from '#libs/kernel';
import { MAX_TEXT, MAX_VALUES } from '../limits.js';
import { type Reader, whole } from '../reader.js';
import { type Shape, listOf } from '../shape.js';
import type { Operand } from './operand.js';

/** Lengths count characters here, which are never more than UTF-16 units. */
const shape: Shape = { type: 'string', minLength: 1, maxLength: MAX_TEXT, pattern: '\\S' };

/** A text that is something to compare with: not blank, not half a character. */
function readText(reader: Reader): string | undefined {
  const text = reader.string();
  if (text === undefined) return undefined;
  if (text.length > MAX_TEXT) {
    return reader.fail('bad_value', `A text has at most ${MAX_TEXT} characters.`);
  }
  if (/\p{Surrogate}/u.test(text)) return reader.fail('bad_value', 'Half a character (surrogate).');
  if (fold(text) === '') return reader.fail('bad_value', 'The text is empty.');
  return text;
}

export const oneText: Operand<string> = {
  shape,
  read: readText,
  say: (text, speaker) => speaker.quote(text),
};

const manyTexts = (joint: 'and' | 'or'): Operand<readonly string[]> => ({
  shape: listOf(shape, MAX_VALUES),
  read: (reader) => {
    const items = reader.items(MAX_VALUES);
    return items && whole(items.map(readText));
  },
  say: (texts, speaker) => speaker.list(texts.map(speaker.quote), joint),
});

/** What it costs to compare with some values: a hundred more are as much as a condition. */
export const costOfTexts = (texts: readonly string[]): number => 1 + Math.floor(texts.length / 100);

/** `1…MAX_VALUES` texts, of which one is enough. */
export const anyTexts = manyTexts('or');

/** `1…MAX_VALUES` texts, all of them. */
export const allTexts = manyTexts('and');
