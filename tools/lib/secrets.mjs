import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { privateDirectory } from './paths.mjs';
import { Sorry } from './say.mjs';

/** Bytes of chance behind each secret. The texts are base64url, so they need no escaping in a URL. */
const strengths = {
  appSecret: 48,
  addressSecret: 48,
  databasePassword: 24,
  redisPassword: 24,
  adminPassword: 12,
};

/**
 * The secrets of this installation, made once and kept in `<dir>/secrets.json` (mode 0600).
 * @param {string} dir
 * @returns {Record<keyof typeof strengths, string>}
 */
export function readSecrets(dir) {
  const file = path.join(privateDirectory(dir), 'secrets.json');
  const kept = existsSync(file) ? parse(file) : {};
  const missing = Object.keys(strengths).filter((name) => typeof kept[name] !== 'string');
  if (missing.length === 0) return kept;
  const secrets = { ...kept };
  for (const name of missing) secrets[name] = randomBytes(strengths[name]).toString('base64url');
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Sorry(`${file} cannot be read as JSON. Put it back from a backup, or remove it.`);
  }
}
