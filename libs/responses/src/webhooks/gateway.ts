import { DomainError } from '#libs/kernel';
import type { BounceVerdict, SmsArrival, SmsReceipt } from '#libs/messaging';
import { instantIn, textIn, type Json } from './finding.js';

const verdicts: Readonly<Record<string, BounceVerdict>> = {
  no_such_number: { class: 'hard', rule: 'no_such_number' },
  unreachable: { class: 'soft', rule: 'unreachable' },
  expired: { class: 'soft', rule: 'expired' },
  blocked: { class: 'block', rule: 'blocked' },
};
const reasons = Object.keys(verdicts);
const states = ['delivered', 'undelivered', 'passed_on'] as const;

const invalid = (place: string, message: string): DomainError =>
  new DomainError('webhook.invalid', 'invalid', message, [
    { place, code: 'webhook.invalid', message },
  ]);

/**
 * What any gateway may tell of a message: `{ id | gatewayId and to, state, reason?, code?, at? }`.
 * @throws DomainError webhook.invalid
 */
export function readGatewayReceipt(body: Json): SmsReceipt & { messageId: string } {
  const state = states.find((one) => one === body.state);
  if (!state) throw invalid('/state', `A state is one of ${states.join(', ')}.`);
  const reason = textIn(body.reason);
  if (reason !== '' && !reasons.includes(reason))
    throw invalid('/reason', `A reason is one of ${reasons.join(', ')}.`);
  const messageId = textIn(body.id);
  const partId = textIn(body.gatewayId);
  const to = textIn(body.to);
  if (messageId === '' && (partId === '' || to === ''))
    throw invalid('/id', 'Name our id, or the gateway’s with the number that it was for.');
  const code = Number(textIn(body.code));
  return {
    source: 'gateway',
    messageId,
    partId,
    to,
    state,
    verdict: state === 'undelivered' ? (verdicts[reason] ?? null) : null,
    code: Number.isInteger(code) && code > 0 && code <= 65_535 ? code : null,
    text: reason,
    at: instantIn(body.at),
  };
}

/** What somebody wrote: `{ id, from, to, text }`. @throws DomainError webhook.invalid */
export function readGatewayMessage(body: Json): SmsArrival {
  const [id, from, to, text] = ['id', 'from', 'to', 'text'].map((name) => textIn(body[name]));
  for (const [name, value] of Object.entries({ id, from, text }))
    if (value === '') throw invalid(`/${name}`, `${name} is a text that is not empty.`);
  return { source: 'gateway', id: id!, from: from!, to: to!, text: text! };
}
