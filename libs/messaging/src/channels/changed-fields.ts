import type { Env } from '#libs/platform';
import type { SignedField } from '../dkim/index.js';

/** https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-manual.html */
const changedBySes: readonly SignedField[] = ['message-id', 'date'];
const smtpOfSes = /\bemail-smtp(?:-fips)?\.[\w-]+\.amazonaws\.com\b/i;

/** What our signatures must leave out, since the next hop puts its own in its place. */
export function fieldsChangedBy({
  mailTransport,
  smtpUrl,
}: Pick<Env, 'mailTransport' | 'smtpUrl'>): readonly SignedField[] {
  return mailTransport === 'ses' || smtpOfSes.test(smtpUrl) ? changedBySes : [];
}
