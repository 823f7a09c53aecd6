import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { findProgram } from './paths.mjs';
import { Sorry, step } from './say.mjs';

/**
 * The smallest Debian packages that hold the servers. None of them brings a system service;
 * redis-tools ships the server's program under the name redis-check-rdb.
 */
const packages = {
  mariadb: ['mariadb-server-core', 'mariadb-client-core'],
  redis: ['redis-tools'],
};

/** @returns {{ server: string, install: string } | undefined} */
export function findMariadb() {
  const server = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  return server && install ? { server, install } : undefined;
}

/** The same program serves under both names: it looks at argv[0]. @returns {string | undefined} */
export function findRedis() {
  return findProgram('redis-server', 'redis-check-rdb');
}

/**
 * Installs the servers that are wanted and missing, where that is permitted.
 * @param {{ mariadb: boolean, redis: boolean }} wanted
 * @param {{ database: string, redis: string }} variables what may be set instead
 */
export async function ensureServers(wanted, variables) {
  const missing = [
    ...(wanted.mariadb && !findMariadb() ? ['mariadb'] : []),
    ...(wanted.redis && !findRedis() ? ['redis'] : []),
  ];
  if (missing.length === 0) return;
  const prefix = aptPrefix();
  if (prefix === undefined) throw new Sorry(...whatToDo(missing, variables));
  const names = missing.flatMap((server) => packages[server]);
  await step(`installed ${names.join(' ')} with apt-get`, async () => {
    const install = ['install', '-y', '--no-install-recommends', ...names];
    if (listsAreEmpty()) apt(prefix, ['update']);
    let output = apt(prefix, install);
    if (!findAll(missing)) {
      // Lists that are old name packages that are no longer served.
      apt(prefix, ['update']);
      output = apt(prefix, install);
    }
    if (findAll(missing)) return;
    const [message, details] = whatToDo(missing, variables);
    const end = output.trim().split('\n').slice(-8);
    throw new Sorry(`apt-get could not install them. ${message}`, [...details, ...end]);
  });
}

function findAll(missing) {
  return (
    (!missing.includes('mariadb') || findMariadb() !== undefined) &&
    (!missing.includes('redis') || findRedis() !== undefined)
  );
}

/**
 * How apt-get may be called without asking anybody for a password.
 * @returns {string[] | undefined} undefined where there is no apt-get or no right to use it
 */
function aptPrefix() {
  if (findProgram('apt-get') === undefined) return undefined;
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C'];
  if (process.getuid?.() === 0) return environment;
  const sudo = findProgram('sudo');
  const allowed = sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return allowed ? [sudo, '-n', ...environment] : undefined;
}

/** @returns {string} what it said */
function apt([command, ...rest], args) {
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
  const done = spawnSync(command, [...rest, 'apt-get', ...options, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return `${done.stdout}${done.stderr}`;
}

function listsAreEmpty() {
  try {
    return !readdirSync('/var/lib/apt/lists').some((file) => file.includes('_Packages'));
  } catch {
    return true;
  }
}

function whatToDo(missing, variables) {
  const spoken = { mariadb: 'MariaDB', redis: 'Redis' };
  const hints = {
    mariadb: `${variables.database}=mysql://user:password@host:3306/saphan`,
    redis: `${variables.redis}=redis://:password@host:6379`,
  };
  return [
    `${missing.map((name) => spoken[name]).join(' and ')} not found. Install, or set a server of your own:`,
    [
      `Debian, Ubuntu:  sudo apt-get install --no-install-recommends ${missing.flatMap((name) => packages[name]).join(' ')}`,
      `macOS:           brew install ${missing.join(' ')}`,
      ...missing.map((name) => `your own:        ${hints[name]}`),
    ],
  ];
}
