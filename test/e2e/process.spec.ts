import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { processEnv, testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

/** The API as it is started in earnest: the build, in a process of its own. */
describe('the process of the API', () => {
  let servers: TestServers;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    servers = await createTestServers();
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await servers.drop();
  });

  const settings = () => ({ ...processEnv(testEnv(servers)), LOG_LEVEL: 'info' });

  const start = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines: Record<string, unknown>[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop()!;
      lines.push(...parts.map((part) => JSON.parse(part) as Record<string, unknown>));
    });
    const exited = once(child, 'close') as Promise<[number | null, string | null]>;
    return { child, lines, exited };
  };

  /** Its address, once it serves. */
  const urlOf = async (lines: Record<string, unknown>[]): Promise<string> => {
    for (let waited = 0; waited < 20_000; waited += 50) {
      const line = lines.find(({ msg }) => msg === 'api.started');
      if (line) return line.url as string;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It did not start: ${JSON.stringify(lines)}`);
  };

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order at %s', async (signal) => {
    const { child, lines, exited } = start(settings());
    const { port } = new URL(await urlOf(lines));
    const idle = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    idle.write('GET /health/live HTTP/1.1\r\nHost: saphan.test\r\n\r\n');
    await once(idle, 'data');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(lines.at(-1)).toMatchObject({ msg: 'api.stopping', signal });
  });

  it('names the setting that is missing', async () => {
    const { lines, exited } = start({ ...settings(), APP_SECRET: '' });
    expect(await exited).toEqual([1, null]);
    expect(JSON.stringify(lines)).toContain('APP_SECRET is not set.');
  });

  it('says so when the database is away', async () => {
    const { lines, exited } = start({ ...settings(), DATABASE_URL: 'mysql://127.0.0.1:1/x' });
    expect(await exited).toEqual([1, null]);
    const last = { level: 'fatal', msg: 'api.not_started' };
    expect(lines).toContainEqual(expect.objectContaining(last));
  });
});
