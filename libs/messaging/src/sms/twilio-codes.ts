import type { BounceVerdict } from '../bounces/bounce-class.js';

/**
 * What Twilio's error codes say of the number, https://www.twilio.com/docs/api/errors. Those that are
 * not here say nothing that anybody understood.
 */
const verdicts: Readonly<Record<number, BounceVerdict>> = {
  21211: { class: 'hard', rule: 'bad_number' },
  21214: { class: 'soft', rule: 'unreachable' },
  21217: { class: 'hard', rule: 'bad_number' },
  21614: { class: 'hard', rule: 'not_mobile' },
  // They answered STOP to Twilio, which lets nothing through to them any more.
  21610: { class: 'hard', rule: 'unsubscribed' },
  21408: { class: 'block', rule: 'country_not_allowed' },
  21612: { class: 'block', rule: 'no_route' },
  21608: { class: 'block', rule: 'policy' },
  21212: { class: 'block', rule: 'sender_rejected' },
  21606: { class: 'block', rule: 'sender_rejected' },
  21659: { class: 'block', rule: 'sender_rejected' },
  21617: { class: 'block', rule: 'too_large' },
  30001: { class: 'soft', rule: 'rate_limited' },
  30002: { class: 'block', rule: 'account_suspended' },
  30003: { class: 'soft', rule: 'unreachable' },
  30004: { class: 'block', rule: 'blocked' },
  30005: { class: 'hard', rule: 'no_such_number' },
  30006: { class: 'hard', rule: 'not_mobile' },
  30007: { class: 'block', rule: 'spam' },
  30008: { class: 'unknown', rule: 'unknown' },
  30410: { class: 'soft', rule: 'network' },
};

/** The largest that the ledger has room for; Twilio's have five digits. */
const highestCode = 65_535;

/** An error code as Twilio wrote it; null for what is none. */
export function twilioCode(text: string | null): number | null {
  const code = Number(text);
  return Number.isInteger(code) && code > 0 && code <= highestCode ? code : null;
}

/** What a code says of the number. */
export const twilioVerdict = (code: number): BounceVerdict =>
  verdicts[code] ?? { class: 'unknown', rule: 'unknown' };

/** Codes that every message would get: credentials, the account. */
export const ofAccount: ReadonlySet<number> = new Set([20003, 20005, 20404, 20008, 90010]);

/** Codes of too many requests: 20429, and a sender's own queue that is full. */
export const passing: ReadonlySet<number> = new Set([20429, 14107, 21611, 63038]);
