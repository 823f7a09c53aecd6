import { MAX_NUMBER } from '../limits.js';
import type { Reader } from '../reader.js';
import { object, whole, within } from '../shape.js';
import type { NumberRange } from '../tree.js';
import type { Operand } from './operand.js';

const shape = within(-MAX_NUMBER, MAX_NUMBER);

/** A finite number of at most MAX_NUMBER either way. */
function readNumber(reader: Reader): number | undefined {
  const number = reader.json;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    return reader.fail('bad_value', 'A number is expected here.');
  }
  if (Math.abs(number) > MAX_NUMBER) {
    return reader.fail('bad_value', `A number is at most ${MAX_NUMBER} either way.`);
  }
  // There is no minus zero in JSON.
  return number === 0 ? 0 : number;
}

/** A whole number of `least…most`. */
export function readCount(reader: Reader, least: number, most: number): number | undefined {
  const number = reader.json;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) {
    return number === 0 ? 0 : number;
  }
  return reader.fail('bad_value', `A whole number from ${least} to ${most} is expected here.`);
}

export const oneNumber: Operand<number> = {
  shape,
  read: readNumber,
  say: (number, speaker) => speaker.number(number),
};

export const count = (least: number, most: number): Operand<number> => ({
  shape: whole(least, most),
  read: (reader) => readCount(reader, least, most),
  say: (number, speaker) => speaker.number(number),
});

export const numberRange: Operand<NumberRange> = {
  shape: object({ from: shape, to: shape }),
  read: (reader) => {
    if (!reader.object(['from', 'to'])) return undefined;
    const [from, to] = [readNumber(reader.at('from')), readNumber(reader.at('to'))];
    if (from === undefined || to === undefined) return undefined;
    return from <= to ? { from, to } : reader.fail('bad_value', 'from is greater than to.');
  },
  say: ({ from, to }, speaker) =>
    speaker.phrase(
      { en: '{from} and {to}', th: '{from} ถึง {to}' },
      { from: speaker.number(from), to: speaker.number(to) },
    ),
};
