import { SegmentedMessage } from 'sms-segments-calculator';

/** How an SMS is cut up and what makes it dear. */
export interface SmsSegments {
  /** GSM-7 carries 160 (or 153 a part), UCS-2 70 (or 67 a part); see 3GPP TS 23.038. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Parts that are sent and paid for. */
  readonly count: number;
  /** Graphemes, as people count them. */
  readonly characters: number;
  /** What forces UCS-2, each character once, with every place where it stands. */
  readonly forcing: readonly ForcingCharacter[];
}

/** A character that the GSM 7-bit alphabet does not have. */
export interface ForcingCharacter {
  readonly character: string;
  /** Counted in characters as people count them (graphemes), from 1. */
  readonly positions: readonly number[];
}

/** Counts the parts of an SMS. */
export function countSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text);
  const others = new Set(message.getNonGsmCharacters());
  const positions = new Map<string, number[]>();
  message.graphemes.forEach((character, at) => {
    if (!others.has(character)) return;
    const known = positions.get(character);
    if (known) known.push(at + 1);
    else positions.set(character, [at + 1]);
  });
  return {
    encoding: message.encodingName,
    count: text === '' ? 0 : message.segmentsCount,
    characters: message.numberOfCharacters,
    forcing: [...positions].map(([character, at]) => ({ character, positions: at })),
  };
}

/** An SMS as it goes over the air: the parts that `countSegments` counts, and no others. */
export interface SmsParts {
  readonly encoding: SmsSegments['encoding'];
  /** Of each part the code units: septets of the GSM alphabet, an octet each, or UTF-16. */
  readonly parts: readonly (readonly number[])[];
}

/** Cuts an SMS up. No grapheme, and so no surrogate pair, is divided. */
export function splitSms(text: string): SmsParts {
  const message = new SegmentedMessage(text);
  const parts = message.segments.map((segment) => {
    // Out of the package's own kind of array, whose copies put headers into themselves.
    const chars = Array.from(segment as Iterable<{ codeUnits?: number[] }>);
    // Room that is kept for the header has no code units.
    return chars.flatMap(({ codeUnits = [] }) => codeUnits);
  });
  return { encoding: message.encodingName, parts };
}
