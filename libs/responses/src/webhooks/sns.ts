import { X509Certificate, verify } from 'node:crypto';
import { textIn, type Json } from './finding.js';

/** What must be asked of Amazon SNS over HTTPS: a port, since tests have certificates of their own. */
export interface SnsClient {
  /** The certificate in PEM. @throws Error when it cannot be had. */
  certificate(url: string): Promise<string>;
  /** Says that we want what the topic sends. @throws Error when it is not heard. */
  confirm(url: string): Promise<void>;
}

export const SNS_CLIENT = Symbol('SnsClient');

/** Fields that are signed, in this order; others may be added to a message by anybody. */
const signedFields = {
  notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

const hosts = /^sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?$/;

/** An address of SNS itself: nothing else is ever fetched. */
function isOfSns(url: string, path: RegExp): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const bare = port === '' && username === '' && password === '';
  return protocol === 'https:' && bare && hosts.test(hostname) && path.test(pathname);
}

/** Where the certificate of a message may come from. */
export const isCertificateUrl = (url: string): boolean =>
  isOfSns(url, /^\/SimpleNotificationService-[\w-]{1,100}\.pem$/);

/** Where a subscription may be confirmed. */
export const isConfirmUrl = (url: string): boolean => isOfSns(url, /^\/$/);

export const isConfirmation = (message: Json): boolean =>
  message.Type === 'SubscriptionConfirmation';

/**
 * Whether SNS signed a message: RSA over the fields that count, each on a line after its name.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export function isSigned(message: Json, pem: string, now: Date): boolean {
  const algorithm = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }[textIn(message.SignatureVersion)];
  const names =
    message.Type === 'Notification' ? signedFields.notification : signedFields.confirmation;
  if (!algorithm) return false;
  const text = names
    .filter((name) => typeof message[name] === 'string')
    .map((name) => `${name}\n${textIn(message[name])}\n`)
    .join('');
  try {
    const certificate = new X509Certificate(pem);
    if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) return false;
    const signature = Buffer.from(textIn(message.Signature), 'base64');
    return verify(algorithm, Buffer.from(text), certificate.publicKey, signature);
  } catch {
    return false;
  }
}
