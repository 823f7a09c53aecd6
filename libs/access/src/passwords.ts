import { hash, verify } from '@node-rs/argon2';
import { passwordRefused } from './errors.js';

/** Length in Unicode characters; ASVS 5.0, V6.2.1 and V6.2.9. */
const shortest = 12;
const longest = 128;

/**
 * argon2id with 19 MiB, 2 passes, 1 lane: the OWASP password storage minimum. The library's own
 * defaults are these, algorithm included; written out so that an update cannot change them.
 */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** One text in several Unicode spellings is one password. */
const canonical = (password: string): string => password.normalize('NFKC');

/**
 * Hashes a new password.
 * @param related texts that a guesser tries first: the person's e-mail address and name.
 * @throws DomainError `password.too_short`, `password.too_long`, `password.guessable`
 */
export async function hashPassword(
  password: string,
  related: readonly string[] = [],
): Promise<string> {
  const text = canonical(password);
  const length = [...text].length;
  if (length < shortest)
    throw passwordRefused('password.too_short', `Use at least ${shortest} characters.`);
  if (length > longest)
    throw passwordRefused('password.too_long', `Use at most ${longest} characters.`);
  const lower = text.toLowerCase();
  if (new Set(lower).size < 4 || related.some((word) => word.toLowerCase() === lower))
    throw passwordRefused('password.guessable', 'This password is too easy to guess.');
  return hash(text, cost);
}

/** Whether the password belongs to the hash. */
export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, canonical(password));
}

let nobody: Promise<string> | undefined;

/** Takes as long as a real verification: an unknown account must not answer sooner (V6.3.8). */
export async function verifyNobody(password: string): Promise<false> {
  nobody ??= hash('nobody has this password', cost);
  await verifyPassword(await nobody, password);
  return false;
}
