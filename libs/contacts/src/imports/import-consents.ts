import type { ConsentStatement } from '../consent/consent.js';
import type { ConsentState } from '../consent/consent.js';
import type { RowConsent } from './adapters/index.js';

/** What is known of one contact's consents while a batch is worked out. */
export type KnownConsents = Map<string, Pick<ConsentState, 'granted' | 'occurredAt'>>;

export const aimOf = ({ channel, purpose }: { channel: string; purpose: string }): string =>
  `${channel}.${purpose}`;

/**
 * The statement to keep for what a row says, if it says anything new. A "yes" from a file never
 * overrides a withdrawal, unless the file states that it was made after it; what holds already is not
 * kept again at every import. Updates `known`.
 * @param now when the file came in: the time of a statement that names none.
 */
export function newStatement(
  contactId: string,
  said: RowConsent,
  known: KnownConsents,
  origin: { now: Date; source: string },
): ConsentStatement | null {
  const before = known.get(aimOf(said));
  const stated = said.basis?.occurredAt ? new Date(said.basis.occurredAt) : null;
  if (before?.granted === said.granted) return null;
  if (before && said.granted && !(stated && stated > before.occurredAt)) return null;
  const occurredAt = stated ?? origin.now;
  known.set(aimOf(said), { granted: said.granted, occurredAt });
  return {
    contactId,
    channel: said.channel,
    purpose: said.purpose,
    granted: said.granted,
    wordingVersion: said.basis?.wordingVersion ?? null,
    source: said.basis?.source ?? origin.source,
    evidence: { ...said.basis?.evidence, import: origin.source },
    occurredAt,
  };
}
