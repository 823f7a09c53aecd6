/** A mailbox, and how to get in. */
export interface MailboxAddress {
  host: string;
  port: number;
  /**
   * - `implicit`: TLS from the first octet on (RFC 8314).
   * - `required`: by STARTTLS (RFC 9051 section 6.2.1), or not at all.
   * - `never`: in the clear; for this machine alone.
   */
  tls: 'implicit' | 'required' | 'never';
  user: string;
  password: string;
  /** The folder that is read. */
  folder: string;
  /** What it is called in logs and in the database: never the password. */
  name: string;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Reads `imaps://user:password@host/INBOX`. With `imap://` a password leaves this machine only after
 * STARTTLS.
 * @throws Error that names what is missing, never the password.
 */
export function readMailboxAddress(text: string): MailboxAddress {
  const url = new URL(text);
  const implicit = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!host || !url.username || !url.password)
    throw new Error(
      'INBOUND_IMAP_URL must name user, password and host: imaps://user:password@host/INBOX.',
    );
  const port = Number(url.port) || (implicit ? 993 : 143);
  const user = decodeURIComponent(url.username);
  const folder = decodeURIComponent(url.pathname.slice(1)) || 'INBOX';
  return {
    host,
    port,
    tls: implicit ? 'implicit' : isLoopback(host) ? 'never' : 'required',
    user,
    password: decodeURIComponent(url.password),
    folder,
    name: `${user}@${host}:${port}/${folder}`.slice(0, 255),
  };
}
