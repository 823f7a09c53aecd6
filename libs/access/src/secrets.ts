import { randomBytes } from 'node:crypto';
import { sha256 } from '#libs/platform';

/** A bearer secret: given out once, kept only as its SHA-256 (256 random bits need no salt). */
export interface Secret {
  token: string;
  hash: Buffer;
}

const sessionPattern = /^[A-Za-z0-9_-]{43}$/;
const keyPattern = /^sph_[a-z2-7]{8}_[A-Za-z0-9_-]{43}$/;

const secretPart = (): string => randomBytes(32).toString('base64url');

/** A session's token: 256 random bits, base64url. */
export function createSessionToken(): Secret {
  const token = secretPart();
  return { token, hash: sha256(token) };
}

/** An API key `sph_<prefix>_<secret>`. The prefix is shown in lists, so that people can tell keys. */
export function createApiKey(): Secret & { prefix: string } {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const prefix = [...randomBytes(8)].map((byte) => alphabet.charAt(byte % 32)).join('');
  const token = `sph_${prefix}_${secretPart()}`;
  return { token, prefix, hash: sha256(token) };
}

/** The hash under which a session's token is kept; null for what cannot be one. */
export const sessionHash = (token: string): Buffer | null =>
  sessionPattern.test(token) ? sha256(token) : null;

/** The hash under which an API key is kept; null for what cannot be one. */
export const apiKeyHash = (token: string): Buffer | null =>
  keyPattern.test(token) ? sha256(token) : null;
