import { spawn } from 'node:child_process';
import { startApi, testPassword, type TestApi } from '../support/app.js';
import { processEnv } from '../support/env.js';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The operator's tool, from the build, beside a running API. */
describe('the tool for the first admin', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const run = (args: string[], input = ''): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['dist/tools/admin.js', ...args], {
        env: processEnv(api.env),
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (text) => (out += String(text)));
      child.stderr.on('data', (text) => (err += String(text)));
      child.on('close', (code) => resolve({ code, out, err }));
      child.stdin.end(input);
    });

  const login = (email: string, password: string) =>
    api.anonymous.post('/v1/session', { email, password });

  it('makes one, with a password that works, and then no other unasked', async () => {
    const first = await run(['--email', 'somchai@example.test', '--name', 'สมชาย']);
    expect(first).toMatchObject({ code: 0, err: '' });
    const password = /^Password: (\S{20})$/m.exec(first.out)![1]!;
    const session = await login('somchai@example.test', password);
    expect(session).toMatchObject({ status: 201, body: { role: 'admin', name: 'สมชาย' } });
    const second = await run(['--email', 'suda@example.test', '--name', 'สุดา']);
    expect(second).toMatchObject({ code: 3, out: '' });
  });

  it('makes people of any role with a given password, which it does not print', async () => {
    const args = ['--email', 'nid@example.test', '--name', 'Nid', '--role', 'analyst'];
    const made = await run([...args, '--password-stdin'], `${testPassword}\n`);
    expect(made).toMatchObject({ code: 0, out: 'analyst nid@example.test may log in.\n' });
    expect((await login('nid@example.test', testPassword)).status).toBe(201);
    const again = await run([...args, '--password-stdin'], `${testPassword}\n`);
    expect(again).toMatchObject({
      code: 1,
      err: 'A user with this e-mail address exists.\n',
    });
  });

  it.each([
    ['--email', ['--name', 'X']],
    ['--email', ['--email', 'nobody', '--name', 'X']],
    ['--name', ['--email', 'x@example.test']],
    ['--role', ['--email', 'x@example.test', '--name', 'X', '--role', 'king']],
    ['--passwd', ['--email', 'x@example.test', '--name', 'X', '--passwd', 'y']],
  ])('names what is wrong: %s', async (option, args) => {
    const ended = await run(args);
    expect(ended.code).toBe(1);
    expect(ended.err.split('\n')[0]).toContain(option);
  });
});
