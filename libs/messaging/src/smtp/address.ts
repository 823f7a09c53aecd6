/**
 * When TLS is used (RFC 3207, RFC 8314).
 * - `implicit`: from the first octet on.
 * - `required`: by STARTTLS, or not at all; the certificate is verified.
 * - `offered`: by STARTTLS where it is offered. Whoever can forge a certificate could also take the offer
 *   away, so that it is not verified.
 * - `never`
 */
export type TlsMode = 'implicit' | 'required' | 'offered' | 'never';

/** How to log in. */
export type AuthMethod = 'PLAIN' | 'LOGIN' | 'XOAUTH2';

export interface Credentials {
  user: string;
  /** For XOAUTH2 the access token. */
  password: string;
  /** null: the best that the server offers. */
  method: AuthMethod | null;
}

/** A mail server, and how to talk to it. */
export interface SmtpAddress {
  host: string;
  port: number;
  tls: TlsMode;
  credentials: Credentials | null;
}

const modes: readonly TlsMode[] = ['required', 'offered', 'never'];
const methods: readonly AuthMethod[] = ['PLAIN', 'LOGIN', 'XOAUTH2'];

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Reads `smtp://user:password@host:port?tls=required&auth=LOGIN`, or several of them with spaces
 * between. A password leaves this machine only under TLS unless `tls=` says otherwise.
 * @throws Error that names what is wrong, never the password.
 */
export function readSmtpAddresses(text: string): SmtpAddress[] {
  return text.trim().split(/\s+/).map(readAddress);
}

function readAddress(text: string): SmtpAddress {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text))
    throw new Error('A mail server is given as smtp:// or smtps:// with its host.');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!host) throw new Error('A mail server is given with its host.');
  const implicit = url.protocol === 'smtps:';
  const credentials = url.username ? credentialsOf(url) : null;
  const usual = credentials && !isLoopback(host) ? 'required' : 'offered';
  return {
    host,
    port: Number(url.port) || (implicit ? 465 : 587),
    tls: implicit ? 'implicit' : oneOf(url, 'tls', modes, usual),
    credentials,
  };
}

const credentialsOf = (url: URL): Credentials => ({
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  method: oneOf(url, 'auth', methods, null),
});

function oneOf<T extends string, D>(url: URL, name: string, known: readonly T[], usual: D): T | D {
  const said = url.searchParams.get(name);
  if (said === null) return usual;
  const found = known.find((each) => each.toLowerCase() === said.toLowerCase());
  if (!found) throw new Error(`${name} of a mail server is one of ${known.join(', ')}.`);
  return found;
}
