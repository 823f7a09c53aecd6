import { ok } from '#libs/kernel';
import { refuse, type Verdict } from '../values/index.js';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

export const purposePattern = /^[a-z][a-z0-9_]{0,31}$/;

/** One statement of a person, given or withdrawn. Kept for ever as it was made. */
export interface ConsentStatement {
  contactId: string;
  channel: Channel;
  purpose: string;
  granted: boolean;
  /** Version of the wording that was shown; null where a withdrawal needed none. */
  wordingVersion: string | null;
  /** Where it was made: `web_form`, `import:12`, `one_click`. */
  source: string;
  /** What proves it: a form's id, a file's name, a call's number. */
  evidence: Record<string, unknown> | null;
  occurredAt: Date;
}

/** What holds now for one channel and purpose: the latest statement. */
export interface ConsentState {
  channel: Channel;
  purpose: string;
  granted: boolean;
  occurredAt: Date;
}

/** The words people agreed to, in one language; never changed, only followed by another version. */
export interface ConsentWording {
  version: string;
  channel: Channel;
  purpose: string;
  language: string;
  wording: string;
}

/** A kept wording. */
export interface StoredWording extends ConsentWording {
  /** SHA-256 of the wording. */
  hash: Buffer;
  createdAt: Date;
}

/** Why a contact cannot be reached on a channel for a purpose; null when it can be. */
export type Unreachable = 'no_address' | 'no_consent' | 'suppressed' | null;

export const isChannel = (text: string): text is Channel =>
  (channels as readonly string[]).includes(text);

/** Checks a channel and a purpose that come as texts. */
export function parseAim(
  channel: string,
  purpose: string,
): Verdict<{ channel: Channel; purpose: string }> {
  if (!isChannel(channel)) return refuse('consent.channel', 'A channel is email or sms.');
  if (!purposePattern.test(purpose))
    return refuse('consent.purpose', 'A purpose has the form [a-z][a-z0-9_]{0,31}.');
  return ok({ channel, purpose });
}
