import { hostname } from 'node:os';
import type { AuthMethod, Credentials, SmtpAddress } from './address.js';
import { none, readExtensions, type Extensions } from './ehlo.js';
import { LineBroken, SmtpLine, type Patience } from './line.js';
import type { Reply } from './reply.js';

/** A line on which messages can be sent. */
export interface ReadyLine {
  line: SmtpLine;
  extensions: Extensions;
}

/** A full name, or an address literal where there is none (RFC 5321 section 4.1.4). */
const ownName = /^[\w-]+(\.[\w-]+)+$/.test(hostname()) ? hostname() : '[127.0.0.1]';

const is = ({ code }: Reply, hundreds: number): boolean => Math.floor(code / 100) === hundreds;

/**
 * Connects, says EHLO, takes up TLS as the address asks for it, and logs in.
 * @throws LineBroken with the step that failed and the server's code.
 */
export async function openLine(address: SmtpAddress, patience: Patience): Promise<ReadyLine> {
  const line = await SmtpLine.open(address, patience);
  // All of it in this time, however often the server says something.
  const late = setTimeout(() => line.end('ETIMEDOUT'), patience.connectMs);
  try {
    const extensions = await greet(line, address, patience);
    if (address.credentials) await logIn(line, address.credentials, extensions);
    line.bearSilence(patience.silenceMs);
    return { line, extensions };
  } catch (error) {
    line.end('The handshake failed.');
    throw error;
  } finally {
    clearTimeout(late);
  }
}

async function greet(
  line: SmtpLine,
  { tls }: SmtpAddress,
  patience: Patience,
): Promise<Extensions> {
  must(await line.reply(), 2, 'greeting');
  let extensions = await sayHello(line);
  if (tls === 'implicit' || tls === 'never') return extensions;
  if (!extensions.startTls) {
    if (tls === 'required') throw new LineBroken('STARTTLS is not offered.');
    return extensions;
  }
  const reply = await line.ask('STARTTLS');
  if (!is(reply, 2)) {
    if (tls === 'required') throw refusal(reply, 'STARTTLS');
    return extensions;
  }
  await line.secure(tls === 'required', patience);
  // What was said before TLS is forgotten (RFC 3207 section 4.2).
  extensions = await sayHello(line);
  return extensions;
}

async function sayHello(line: SmtpLine): Promise<Extensions> {
  const reply = await line.ask(`EHLO ${ownName}`);
  if (is(reply, 2)) return readExtensions(reply);
  must(await line.ask(`HELO ${ownName}`), 2, 'HELO');
  return none;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

async function logIn(
  line: SmtpLine,
  { user, password, method }: Credentials,
  { auth }: Extensions,
): Promise<void> {
  switch (method ?? best(auth)) {
    case 'PLAIN':
      // RFC 4616
      must(await line.ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`), 2, 'AUTH PLAIN');
      return;
    case 'LOGIN':
      must(await line.ask('AUTH LOGIN'), 3, 'AUTH LOGIN');
      must(await line.ask(base64(user)), 3, 'AUTH LOGIN');
      must(await line.ask(base64(password)), 2, 'AUTH LOGIN');
      return;
    case 'XOAUTH2': {
      // https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
      const token = base64(`user=${user}\x01auth=Bearer ${password}\x01\x01`);
      const reply = await line.ask(`AUTH XOAUTH2 ${token}`);
      // A refusal comes as a challenge first, which is answered with nothing.
      must(is(reply, 3) ? await line.ask('') : reply, 2, 'AUTH XOAUTH2');
    }
  }
}

function best(offered: ReadonlySet<string>): AuthMethod {
  for (const method of ['PLAIN', 'LOGIN', 'XOAUTH2'] as const)
    if (offered.has(method)) return method;
  throw new LineBroken('No way to log in is offered that is known here.');
}

function must(reply: Reply, hundreds: number, step: string): void {
  if (!is(reply, hundreds)) throw refusal(reply, step);
}

/** The server's words are not repeated: they may hold what we sent. */
const refusal = ({ code }: Reply, step: string): LineBroken =>
  new LineBroken(`${step} was answered ${code}.`);
