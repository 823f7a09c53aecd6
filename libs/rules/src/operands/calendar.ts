import { type Reader, whole } from '../reader.js';
import { listOf, whole as wholeNumber } from '../shape.js';
import type { Speaker } from '../words/speaker.js';
import { readCount } from './numbers.js';
import type { Operand } from './operand.js';

/** Some of the numbers 1 to `most`, each once and in order. */
const someOf = (
  most: number,
  say: (number: number, speaker: Speaker) => string,
): Operand<readonly number[]> => ({
  shape: listOf(wholeNumber(1, most), most),
  read: (reader: Reader) => {
    const items = reader.items(most);
    const numbers = items && whole(items.map((item) => readCount(item, 1, most)));
    return numbers && [...new Set(numbers)].sort((a, b) => a - b);
  },
  say: (numbers, speaker) =>
    speaker.list(
      numbers.map((number) => say(number, speaker)),
      'or',
    ),
});

/** 1 Monday to 7 Sunday, as ISO 8601 numbers them. */
export const weekdays = someOf(7, (number, speaker) => speaker.weekday(number));

/** 1 January to 12 December. */
export const months = someOf(12, (number, speaker) => speaker.month(number));
