import type { SendOutcome } from './channel.js';

const code = (said: number | null): number | null =>
  said !== null && Number.isInteger(said) && said >= 0 && said <= 65_535 ? said : null;

/** RFC 3463: `5.7.515`. */
const status = (said: string | null): string | null =>
  said !== null && /^[245]\.\d{1,3}\.\d{1,3}$/.test(said) ? said : null;

/** Printable ASCII, so many characters at most. */
const name = (said: string | null): string | null =>
  said?.replace(/[^\x20-\x7e]/g, '?').slice(0, 128) ?? null;

/**
 * An outcome in words that the ledger can hold. What others have said is not in our hands, and one word
 * too long would keep a whole commit, and with it all that a process sends, from ever being written.
 */
export function fitted(outcome: SendOutcome): SendOutcome {
  if (outcome.state === 'accepted')
    return { ...outcome, code: code(outcome.code), providerId: name(outcome.providerId) };
  if (outcome.state === 'deferred' || outcome.state === 'failed')
    return { ...outcome, code: code(outcome.code), status: status(outcome.status) };
  return outcome;
}
