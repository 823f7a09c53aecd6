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
 * What a failed attempt means.
 * - A reply decides: 4yz is passing, 5yz final (RFC 5321 section 4.2.1), with the enhanced status
 *   (RFC 3463) where the server gives one. 421 closes the channel and says nothing of the message.
 * - Without a reply it is the moment that counts: once the whole message was handed over it may have
 *   arrived (RFC 1047); before that it cannot have.
 */
export function outcomeOfSmtpError(error: unknown, handedOver: boolean): SendOutcome {
  const { code, command, response, responseCode } = error as SmtpError;
  const ofConnection =
    connectionCodes.has(code ?? '') ||
    connectionCommands.has(command ?? '') ||
    command?.startsWith('AUTH') === true;
  if (responseCode !== undefined && responseCode !== 421 && !ofConnection) {
    const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? null;
    return { state: responseCode >= 500 ? 'failed' : 'deferred', code: responseCode, status };
  }
  if (handedOver && responseCode === undefined) return { state: 'uncertain' };
  return { state: 'unavailable', why: code ?? messageOf(error) };
}
