import { createHmac, timingSafeEqual } from 'node:crypto';
import { twilioCode, twilioVerdict, type SmsArrival, type SmsReceipt } from '#libs/messaging';
import { textIn, type Json } from './finding.js';

/**
 * Whether Twilio signed a request: HMAC-SHA1 over the address and the fields of the form, each name
 * with its value, sorted by name. https://www.twilio.com/docs/usage/security#validating-requests
 * @param url as Twilio called it.
 */
export function isTwilios(token: string, url: string, form: Json, signature: string): boolean {
  const fields = Object.keys(form).sort().map((name) => `${name}${textIn(form[name])}`); // prettier-ignore
  const expected = createHmac('sha1', token).update(url + fields.join('')).digest(); // prettier-ignore
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const states: Readonly<Record<string, SmsReceipt['state']>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
};

/** A status callback, https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export function readTwilioStatus(form: Json): SmsReceipt {
  const status = textIn(form.MessageStatus);
  const state = Object.hasOwn(states, status) ? states[status]! : 'passed_on';
  const code = twilioCode(textIn(form.ErrorCode));
  return {
    source: 'twilio',
    partId: textIn(form.MessageSid),
    to: textIn(form.To),
    state,
    verdict: state === 'undelivered' ? twilioVerdict(code ?? 0) : null,
    code,
    text: `${status} ${code ?? ''}`.trim(),
    at: null,
  };
}

/** What somebody wrote, https://www.twilio.com/docs/messaging/guides/webhook-request */
export const readTwilioMessage = (form: Json): SmsArrival => ({
  source: 'twilio',
  id: textIn(form.MessageSid) || null,
  from: textIn(form.From),
  to: textIn(form.To),
  text: textIn(form.Body),
});

/** Twilio's own words for leaving, which an account may have set otherwise than ours are. */
export const asksToStop = (form: Json): boolean => textIn(form.OptOutType).toUpperCase() === 'STOP';
