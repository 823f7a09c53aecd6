import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { privateDirectory } from './paths.mjs';

/** Which file it is, of all that there are: a copy has another number, or another birth. */
function identityOf(file) {
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  return `${ino}-${birthtimeNs}`;
}

function read(file) {
  try {
    const { id, file: identity } = JSON.parse(readFileSync(file, 'utf8'));
    return identity === identityOf(file) ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The name of this installation, made once and kept in `<dir>/installation.json`. The file knows which
 * file it is: one that came back from a backup, or was copied to another machine, is another
 * installation, and sends nothing until it is told to (ADR 21).
 * @param {string} dir
 * @returns {string}
 */
export function readInstallation(dir) {
  const file = path.join(privateDirectory(dir), 'installation.json');
  const known = existsSync(file) ? read(file) : undefined;
  if (known) return known;
  const id = randomBytes(12).toString('hex');
  // Made before it is written: what it is stands in it.
  writeFileSync(file, '', { mode: 0o600 });
  writeFileSync(file, `${JSON.stringify({ id, file: identityOf(file) })}\n`);
  return id;
}
