import { createPublicKey, verify } from 'node:crypto';
import type { BounceVerdict } from '#libs/messaging';
import {
  cluesFrom,
  instantIn,
  judged,
  listIn,
  opinionOf,
  statusOf,
  textIn,
  type Finding,
  type Json,
} from './finding.js';

/**
 * Whether SendGrid signed a request: ECDSA over the timestamp and the body as it came.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 * @param key SubjectPublicKeyInfo (RFC 5280) in base64, as SendGrid shows it.
 */
export function isSendgrids(
  key: string,
  signature: string,
  timestamp: string,
  body: Buffer,
): boolean {
  if (signature === '' || timestamp === '') return false;
  const publicKey = createPublicKey({
    key: Buffer.from(key, 'base64'),
    format: 'der',
    type: 'spki',
  });
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'));
}

/** What SendGrid makes of it: its `type`, else `bounce_classification`. */
const opinions: Readonly<Record<string, BounceVerdict>> = {
  bounce: { class: 'hard', rule: 'provider' },
  blocked: { class: 'block', rule: 'provider' },
  expired: { class: 'soft', rule: 'expired' },
};

/** Why it did not even try. */
const drops: readonly (readonly [RegExp, BounceVerdict | 'complaint'])[] = [
  [/^spam report/i, 'complaint'],
  [/^(?:bounced|invalid)/i, { class: 'hard', rule: 'provider_suppressed' }],
  [/./, { class: 'block', rule: 'provider_suppressed' }],
];

/** Reads the events of one request; each is judged alone. */
export const readSendgrid = (body: unknown): Finding[] => listIn(body).flatMap(findingsIn);

function findingsIn(event: Json): Finding[] {
  const clues = cluesFrom({ messageIds: [textIn(event['smtp-id'])] });
  const at = instantIn(event.timestamp);
  const text = textIn(event.reason).slice(0, 4000);
  const refused = { code: null, status: statusOf(event.status), text };
  switch (event.event) {
    case 'spamreport':
      return [{ kind: 'complaint', clues, at }];
    case 'delivered':
      return [{ kind: 'delivered', clues, at }];
    case 'bounce': {
      const opinion = opinionOf(opinions, textIn(event.type)) ?? {
        class: 'unknown',
        rule: 'provider',
      };
      return [{ kind: 'bounce', clues, at, refused, ...judged(refused, opinion) }];
    }
    case 'dropped': {
      const drop = drops.find(([why]) => why.test(text))?.[1];
      if (!drop) return [];
      return [drop === 'complaint' ? { kind: drop, clues, at } : { kind: 'bounce', clues, at, refused, ...drop }]; // prettier-ignore
    }
    default:
      return [];
  }
}
