import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BounceVerdict } from '#libs/messaging';
import {
  cluesFrom,
  codeOf,
  instantIn,
  judged,
  objectIn,
  opinionOf,
  statusOf,
  textIn,
  type Finding,
  type Json,
} from './finding.js';

/** As long as Mailgun tries to deliver an event, and as far as clocks may differ, ms. */
const oldest = 8 * 3_600_000;
const newest = 5 * 60_000;

/**
 * Whether Mailgun signed a request: HMAC-SHA256 over timestamp and token, in hex. It does not cover the
 * event, so what an event says of a delivery counts only by our own seal.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export function isMailguns(key: string, signature: Json, now: Date): boolean {
  const [timestamp, token, given] = ['timestamp', 'token', 'signature'].map((n) =>
    textIn(signature[n]),
  );
  const age = now.getTime() - Number(timestamp) * 1000;
  // Also false for what is no number.
  if (!(age <= oldest && age >= -newest) || !timestamp) return false;
  const expected = createHmac('sha256', key).update(`${timestamp}${token}`).digest();
  const bytes = Buffer.from(given!, 'hex');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

/** Why Mailgun gave it up. */
const opinions: Readonly<Record<string, BounceVerdict>> = {
  bounce: { class: 'hard', rule: 'provider' },
  'suppress-bounce': { class: 'hard', rule: 'provider_suppressed' },
  'suppress-unsubscribe': { class: 'block', rule: 'provider_suppressed' },
  espblock: { class: 'block', rule: 'provider' },
  old: { class: 'soft', rule: 'expired' },
};

/** Reads one event (`event-data`). Failures that are called temporary are still being tried. */
export function readMailgun(event: Json): Finding[] {
  const message = objectIn(event.message);
  const clues = cluesFrom({
    addresses: [textIn(objectIn(event.envelope).sender)],
    messageIds: [bracketed(textIn(objectIn(message.headers)['message-id']))],
  });
  const at = instantIn(event.timestamp);
  const reason = textIn(event.reason);
  if (event.event === 'delivered') return [{ kind: 'delivered', clues, at }];
  if (event.event === 'complained' || (event.event === 'failed' && reason === 'suppress-complaint'))
    return [{ kind: 'complaint', clues, at }];
  if (event.event !== 'failed' || event.severity !== 'permanent') return [];
  const told = objectIn(event['delivery-status']);
  const text = (textIn(told.message) || textIn(told.description)).slice(0, 4000);
  const refused = { code: codeOf(told.code), status: statusOf(told['enhanced-code']), text };
  const opinion = opinionOf(opinions, reason) ?? { class: 'unknown', rule: 'provider' };
  return [{ kind: 'bounce', clues, at, refused, ...judged(refused, opinion) }];
}

const bracketed = (id: string): string => (id.startsWith('<') ? id : `<${id}>`);
