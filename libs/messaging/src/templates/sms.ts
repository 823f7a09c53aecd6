import { SegmentedMessage } from 'sms-segments-calculator';

/** How an SMS is cut up and what makes it dear. */
export interface SmsSegments {
  /** GSM-7 carries 160 (or 153 a part), UCS-2 70 (or 67 a part); see 3GPP TS 23.038. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Parts that are sent and paid for. */
  readonly count: number;
  /** Graphemes, as people count them. */
  readonly characters: number;
  /** The characters that force UCS-2, each once. */
  readonly forcing: readonly string[];
}

/** Counts the parts of an SMS. */
export function countSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text);
  return {
    encoding: message.encodingName,
    count: text === '' ? 0 : message.segmentsCount,
    characters: message.numberOfCharacters,
    forcing: [...new Set(message.getNonGsmCharacters())],
  };
}
