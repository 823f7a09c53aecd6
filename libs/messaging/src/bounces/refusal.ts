import type { ChannelName, SendOutcome } from '../channels/channel.js';
import type { Bounce } from './bounce.repository.js';
import type { BounceVerdict } from './bounce-class.js';
import { classifyRefusal } from './classify.js';

/** What a refusal says of the address. */
export interface Refusal extends BounceVerdict {
  text: string;
}

/** Judges a refusal; null where nobody has said anything of the address. */
export function refusalOf(channel: ChannelName, outcome: SendOutcome): Refusal | null {
  if (outcome.state !== 'failed' && outcome.state !== 'deferred') return null;
  const text = outcome.text ?? '';
  if (outcome.verdict) return { ...outcome.verdict, text };
  if (channel !== 'email' || outcome.code === null) return null;
  const verdict = classifyRefusal(outcome);
  // A refused MAIL FROM says nothing of the recipient, whose name the server had not heard yet.
  if (outcome.ofSender && verdict.class === 'hard')
    return { class: 'block', rule: 'sender_rejected', text };
  return { ...verdict, text };
}

interface Refused {
  delivery: { id: string; channel: ChannelName };
  state: string;
  code: number | null;
  status: string | null;
  refusal?: Refusal | null;
}

/** The bounces among the ends of attempts. */
export const bouncesOf = (outcomes: readonly Refused[]): Bounce[] =>
  outcomes.flatMap(({ delivery, state, code, status, refusal }) => {
    if (state !== 'failed' || !refusal) return [];
    const { class: bounceClass, rule, text } = refusal;
    const source = delivery.channel === 'email' ? 'smtp' : 'sms';
    const told = { source, code, status, diagnostic: text };
    return [{ deliveryId: delivery.id, class: bounceClass, rule, ...told }];
  });
