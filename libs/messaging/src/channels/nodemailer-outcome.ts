import { messageOf } from '#libs/kernel';
import type { SendOutcome } from './channel.js';

/** What nodemailer adds to an error. */
interface SmtpError {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/** Commands that speak of the connection, not of one message. */
const connectionCommands = new Set(['CONN', 'EHLO', 'HELO', 'STARTTLS', 'API']);

/** Refusals that no message will get past: credentials, TLS, no greeting. */
const connectionCodes = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'ECONNECTION', 'EDNS']);

/**
 * Replies that every message would get: closing (RFC 5321), and login or encryption wanted
 * (RFC 4954 section 6, RFC 3207 section 4).
 */
const connectionReplies = new Set([421, 530, 534, 535, 538]);

/** Characters of a reply that are passed on. */
const maxText = 1000;

/** nodemailer will not hand this message over: an address or a size that the server does not take. */
const messageCodes = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * What a failed attempt means.
 * - A reply decides: 4yz is passing, 5yz final (RFC 5321 section 4.2.1), with the enhanced status
 *   (RFC 3463) where the server gives one. 421 closes the channel and, like a
 *   demand to log in, says nothing of the message.
 * - Without a reply it is the moment that counts: once the whole message was handed over it may have
 *   arrived (RFC 1047); before that it cannot have.
 * - A message that nodemailer itself refuses fails alone.
 */
export function outcomeOfNodemailerError(error: unknown, handedOver: boolean): SendOutcome {
  const { code, command, response, responseCode } = error as SmtpError;
  if (responseCode === undefined && !handedOver && messageCodes.has(code ?? ''))
    return { state: 'failed', code: null, status: null };
  const ofConnection =
    connectionReplies.has(responseCode ?? 0) ||
    connectionCodes.has(code ?? '') ||
    connectionCommands.has(command ?? '') ||
    command?.startsWith('AUTH') === true;
  if (responseCode !== undefined && !ofConnection) {
    const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? null;
    const state = responseCode >= 500 ? 'failed' : 'deferred';
    const text = (response ?? '').slice(0, maxText);
    const ofSender = command === 'MAIL FROM';
    return { state, code: responseCode, status, text, ...(ofSender && { ofSender }) };
  }
  if (handedOver && responseCode === undefined) return { state: 'uncertain' };
  return { state: 'unavailable', why: code ?? messageOf(error) };
}
