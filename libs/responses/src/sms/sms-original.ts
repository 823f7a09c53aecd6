import type { SmsArrival } from '#libs/messaging';

/** No line break, and nothing else than what numbers and sender names are made of. */
const safe = (address: string): string =>
  address.replace(/[^\w+. -]/g, '').slice(0, 40) || 'unknown';

/**
 * A text message in the form in which all that comes in is kept (RFC 5322), so that one program reads
 * everything. Numbers stand where addresses do, in a domain that nobody can have (RFC 2606).
 */
export function originalOf({ from, to, text }: SmsArrival, receivedAt: Date): Buffer {
  const body = Buffer.from(text)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n');
  const lines = [
    `Date: ${receivedAt.toUTCString().replace('GMT', '+0000')}`,
    `From: <${safe(from).replaceAll(' ', '.')}@sms.invalid>`,
    `To: <${safe(to).replaceAll(' ', '.')}@sms.invalid>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
