import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

let base: string;
let dir: string;
beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'services-'));
  dir = path.join(base, 'data');
});
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));

interface Run {
  child: ChildProcess;
  /** The first line that the command wrote. */
  said: Promise<string>;
  ended: Promise<{ code: number | null; output: string }>;
}

/** `services.mjs exec` of a script in Node, on a data directory of its own. */
function exec(script: string, directory = dir): Run {
  const env = { ...process.env };
  delete env.DATABASE_URL;
  delete env.REDIS_URL;
  const command = [process.execPath, '--input-type=module', '-e', script];
  const child = spawn(
    process.execPath,
    [path.join(root, 'tools/services.mjs'), 'exec', '--dir', directory, ...command],
    // A group of its own, so that it can be killed together with the command, and without the servers.
    { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const said = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve(output.split('\n')[0] ?? '');
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return { child, said, ended };
}

const sayUrls = 'console.log(process.env.DATABASE_URL, process.env.REDIS_URL);';
const stay = `${sayUrls} setTimeout(() => {}, 60_000);`;

const onDatabase = (work: string): string => `
  import { createConnection } from 'mysql2/promise';
  const url = process.env.DATABASE_URL;
  const db = await createConnection(url);
  ${work}
  await db.end();`;

it('lets nobody in over TCP without the password, and is durable and strict', async () => {
  const script = onDatabase(`
    import { Redis } from 'ioredis';
    const [[row]] = await db.query('SELECT @@innodb_flush_log_at_trx_commit AS flush, ' +
      '@@tx_isolation AS isolation, @@time_zone AS zone, @@collation_database AS collation, ' +
      '@@bind_address AS address, @@sql_mode AS mode');
    const port = Number(new URL(url).port);
    const tries = ['root', 'saphan', ''].map((user) =>
      createConnection({ host: '127.0.0.1', port, user }).then(() => 'open', (e) => e.code.slice(0, 16)));
    const redis = new Redis({ port: Number(new URL(process.env.REDIS_URL).port), lazyConnect: true });
    redis.on('error', () => {});
    const ping = await redis.ping().then(() => 'open', (e) => e.message.slice(0, 6));
    redis.disconnect();
    const known = new Redis(process.env.REDIS_URL);
    const [, policy] = await known.config('GET', 'maxmemory-policy');
    const [, appendOnly] = await known.config('GET', 'appendonly');
    known.disconnect();
    console.log(JSON.stringify({ ...row, tries: await Promise.all(tries), ping, policy, appendOnly }));`);
  const { code, output } = await exec(script).ended;
  expect({ code, output }).toMatchObject({ code: 0 });
  const { mode, ...rest } = JSON.parse(output) as { mode: string };
  expect(mode).toContain('STRICT_ALL_TABLES');
  expect(rest).toEqual({
    flush: 1,
    isolation: 'READ-COMMITTED',
    zone: '+00:00',
    collation: 'utf8mb4_unicode_520_ci',
    address: '127.0.0.1',
    tries: ['ER_ACCESS_DENIED', 'ER_ACCESS_DENIED', 'ER_ACCESS_DENIED'],
    ping: 'NOAUTH',
    policy: 'noeviction',
    appendOnly: 'yes',
  });
  expect(statSync(path.join(base, 'data')).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(base, 'data/secrets.json')).mode & 0o777).toBe(0o600);
});

it('shares the servers of a run that lives, and leaves them to it', async () => {
  const first = exec(stay);
  const urls = await first.said;
  const second = await exec(sayUrls).ended;
  expect(second).toEqual({ code: 0, output: `${urls}\n` });
  const third = await exec(onDatabase(`console.log('still there');`)).ended;
  expect(third.output).toBe('still there\n');
  first.child.kill('SIGTERM');
  await first.ended;
});

it('recovers what a killed run left behind, with its data', async () => {
  const made = onDatabase(`
    await db.query('CREATE TABLE kept (id INT)');
    await db.query('INSERT INTO kept VALUES (7)');
    console.log('made'); setTimeout(() => {}, 60_000);`);
  const first = exec(made);
  expect(await first.said).toBe('made');
  const orphan = JSON.parse(readFileSync(path.join(dir, 'run/mariadb.child'), 'utf8')) as {
    pid: number;
  };
  process.kill(-(first.child.pid ?? NaN), 'SIGKILL');
  expect(() => process.kill(orphan.pid, 0)).not.toThrow();
  const read = onDatabase(`console.log((await db.query('SELECT id FROM kept'))[0][0].id);`);
  const { code, output } = await exec(read).ended;
  expect(code).toBe(0);
  expect(output).toContain('stopped what an earlier run left: redis, mariadb');
  expect(output.trim().split('\n').at(-1)).toBe('7');
});

it('serves from a directory whose sockets would have too long a path', async () => {
  const long = path.join(base, 'x'.repeat(100));
  const { code, output } = await exec(onDatabase(`console.log('served');`), long).ended;
  expect({ code, output }).toEqual({ code: 0, output: 'served\n' });
});

it('hands on the exit code of the command', async () => {
  const { code, output } = await exec('process.exit(7)').ended;
  expect({ code, output }).toEqual({ code: 7, output: '' });
});
