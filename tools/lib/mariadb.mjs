import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { startChild } from './child.mjs';
import { findMariadb } from './packages.mjs';
import { privateDirectory } from './paths.mjs';
import { firstAnswer, freePort, until } from './ports.mjs';
import { Sorry } from './say.mjs';

const account = 'saphan';
const charset = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci';
/** After a crash InnoDB first replays its log. */
const patience = 120_000;

const sqlMode = [
  'STRICT_ALL_TABLES',
  'NO_ENGINE_SUBSTITUTION',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
];

/**
 * A private MariaDB with its data in `<dir>/mariadb`.
 * @param {{ dir: string, sockets: string, password: string, database: string, durable: boolean,
 *   allDatabases: boolean, port?: number, args?: readonly string[] }} wish `allDatabases`: the account
 *   may make databases; `args` go to the server beside the usual ones
 * @returns {Promise<{ child: import('./child.mjs').Child, url: string, port: number }>}
 */
export async function startMariadb(wish) {
  const programs = findMariadb();
  const data = path.join(wish.dir, 'mariadb');
  const run = privateDirectory(path.join(wish.dir, 'run'));
  // One of its own: a server that starts deletes the temporary tables of another one that it finds.
  const temporary = privateDirectory(path.join(run, 'tmp'));
  if (!existsSync(data)) createData(programs.install, data, temporary);
  // The accounts are set before the first connection is let in (init_file), never by a client.
  const accounts = path.join(run, 'accounts.sql');
  for (let attempt = 1; ; attempt += 1) {
    writeFileSync(accounts, accountsSql(wish), { mode: 0o600 });
    const port = await freePort(wish.port);
    const socket = path.join(wish.sockets, 'mariadb.sock');
    const child = startChild({
      dir: wish.dir,
      name: 'mariadb',
      command: programs.server,
      args: [
        ...serverArguments({ data, temporary, socket, port, accounts, durable: wish.durable }),
        ...(wish.args ?? []),
      ],
    });
    const ready = await until(() => greets(socket), { child, patience });
    rmSync(accounts, { force: true });
    if (ready) {
      const url = `mysql://${account}:${wish.password}@127.0.0.1:${port}/${wish.database}`;
      return { child, url, port };
    }
    const lines = child.lastLines(20);
    await child.stop();
    if (attempt < 3 && lines.some((line) => line.includes('Bind on TCP/IP port'))) continue;
    throw new Sorry('MariaDB did not start. The end of its log:', lines);
  }
}

/** Protocol version 10 opens the greeting, after the 4 bytes of the packet's header. */
async function greets(socket) {
  const greeting = await firstAnswer({ path: socket }, '', 1_000);
  return greeting !== undefined && greeting[4] === 10;
}

/** Made beside and renamed when whole, so that a crash in between leaves nothing half made. */
function createData(install, data, temporary) {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  privateDirectory(fresh);
  const done = spawnSync(
    install,
    [
      '--no-defaults',
      `--datadir=${fresh}`,
      // A bare container cannot resolve its own name, which would end the script.
      '--force',
      // No account of the system tables can be entered over TCP, nor without the owner's own uid.
      '--auth-root-authentication-method=socket',
      `--auth-root-socket-user=${userInfo().username}`,
      '--skip-test-db',
      '--skip-name-resolve',
      ...asRoot(),
    ],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    },
  );
  if (done.status !== 0) {
    const lines = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`;
    throw new Sorry('MariaDB could not make its data directory:', lines.split('\n').slice(-12));
  }
  renameSync(fresh, data);
}

function accountsSql({ password, database, allDatabases }) {
  const lines = [`CREATE DATABASE IF NOT EXISTS \`${database}\` ${charset};`];
  for (const host of ['127.0.0.1', 'localhost']) {
    const who = `'${account}'@'${host}'`;
    lines.push(
      `CREATE USER IF NOT EXISTS ${who};`,
      `ALTER USER ${who} IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON ${allDatabases ? '*' : `\`${database}\``}.* TO ${who};`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function serverArguments({ data, temporary, socket, port, accounts, durable }) {
  const memory = durable ? memoryWished() : 128;
  return [
    '--no-defaults',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--socket=${socket}`,
    `--pid-file=${path.join(data, 'mariadb.pid')}`,
    `--init-file=${accounts}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--max-connections=200',
    '--max-allowed-packet=64M',
    '--local-infile=1',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_520_ci',
    `--sql-mode=${sqlMode.join(',')}`,
    '--default-time-zone=+00:00',
    '--transaction-isolation=READ-COMMITTED',
    `--innodb-flush-log-at-trx-commit=${durable ? 1 : 2}`,
    `--innodb-buffer-pool-size=${memory}M`,
    // Room for bursts of writes; small where the pool is small, since it is disk that lies there.
    `--innodb-log-file-size=${Math.min(4096, Math.max(64, Math.round(memory / 2)))}M`,
    // Sets of contacts that a rule intersects or joins stay in memory: on disk they take several times as long.
    ...['tmp-memory-table-size', 'max-heap-table-size'].map(
      (name) => `--${name}=${Math.max(32, Math.round(memory / 16))}M`,
    ),
    '--skip-log-bin',
    '--performance-schema=OFF',
    ...asRoot(),
  ];
}

/** Megabytes for the pages that MariaDB keeps in memory. */
function memoryWished() {
  const wished = Number(process.env.DATABASE_MEMORY_MB || 256);
  if (Number.isInteger(wished) && wished >= 64 && wished <= 1_000_000) return wished;
  throw new Sorry('DATABASE_MEMORY_MB should be a whole number of megabytes, 64 or more.');
}

/** mariadbd refuses to run as root unless it is told to by name. */
function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
