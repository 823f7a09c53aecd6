import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Where everything lives that `npm start` keeps. */
export const dataDirectory = path.resolve(root, process.env.SAPHAN_DATA_DIR ?? '.data');

/** sun_path holds 108 bytes with its final NUL on Linux (unix(7)), 104 on macOS. */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107;

/** Makes a directory that only its owner can enter. @param {string} directory */
export function privateDirectory(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/**
 * A private directory for sockets: `preferred`, or a short one under the system's temporary
 * directory when a socket's path would not fit the kernel's limit.
 * @param {string} preferred
 * @param {string} longestName the longest file name that will be put in it
 * @returns {{ directory: string, remove: () => void }}
 */
export function socketDirectory(preferred, longestName) {
  if (Buffer.byteLength(path.join(preferred, longestName)) <= longestSocketPath) {
    return { directory: privateDirectory(preferred), remove: () => {} };
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'saphan-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Servers are often kept out of an ordinary user's PATH. */
const extraDirectories = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin'];

/**
 * The first of the named programs that is installed.
 * @param {...string} names
 * @returns {string | undefined} its absolute path
 */
export function findProgram(...names) {
  const directories = [...(process.env.PATH ?? '').split(path.delimiter), ...extraDirectories];
  for (const name of names) {
    for (const directory of directories) {
      const file = path.join(directory, name);
      if (directory !== '' && existsSync(file)) return file;
    }
  }
  return undefined;
}
