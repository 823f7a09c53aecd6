import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A hash that changes when any of the named files, or any file below the named directories that
 * `wanted` accepts, changes its content or its name.
 * @param {string} base names are relative to it, so that the hash does not depend on the place
 * @param {string[]} names
 * @param {(file: string) => boolean} [wanted]
 * @returns {string} hexadecimal SHA-256
 */
export function fingerprint(base, names, wanted = () => true) {
  const hash = createHash('sha256');
  for (const file of names.flatMap((name) => filesBelow(base, name)).sort()) {
    if (!wanted(file)) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(base, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(base, name) {
  const full = path.join(base, name);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(base, path.join(name, entry.name))
        : [path.join(name, entry.name)],
    );
}

/**
 * Whether what is installed is what the lock file asks for. Optional packages, which npm leaves
 * out on machines they are not made for, may be absent.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} lock package-lock.json
 * @param {{ packages: Record<string, { version?: string }> } | undefined} installed what npm wrote
 *   to node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  if (installed === undefined) return false;
  return Object.entries(lock.packages).every(([where, wanted]) => {
    if (where === '') return true;
    const found = installed.packages[where];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}
