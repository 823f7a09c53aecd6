import type { Channel, Facts, MessageFact, ResponseFact } from '#libs/rules';

/** One row of the ledger, and what came back. */
export interface Message {
  readonly campaign: string;
  readonly channel: Channel;
  readonly state: 'planned' | 'skipped' | 'sending' | 'accepted' | 'failed' | 'uncertain' | 'held';
  readonly finishedAt: Date | null;
  readonly uncertainAt: Date | null;
  readonly responses: readonly ResponseFact[];
}

/** What decides whether somebody may be written to. */
export interface Reach {
  readonly addresses: readonly Channel[];
  readonly suppressed: readonly Channel[];
  readonly consents: readonly (readonly [channel: Channel, purpose: string, granted: boolean])[];
}

/** Sent is what was accepted, or may have been; what failed was not. */
function sentAt({ state, finishedAt, uncertainAt }: Message): Date | null {
  if (state === 'failed') return null;
  if (uncertainAt !== null) return uncertainAt;
  return state === 'accepted' ? finishedAt : null;
}

export const messageOf = (message: Message): MessageFact => ({
  campaign: message.campaign,
  channel: message.channel,
  sentAt: sentAt(message),
  responses: message.responses,
});

export const mayReach =
  (reach: Reach | undefined): Facts['mayReach'] =>
  (channel, purpose) =>
    reach !== undefined &&
    reach.addresses.includes(channel) &&
    !reach.suppressed.includes(channel) &&
    (purpose === 'transactional' ||
      reach.consents.some(([c, p, granted]) => c === channel && p === purpose && granted));
