import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ApiError, type ApiClient } from '../client.js';
import { step } from '../print/say.js';
import type { SampleSettings } from '../settings.js';

const tool = fileURLToPath(new URL('../../admin.js', import.meta.url));
/** What the tool ends with when there are users already. */
const alreadyThere = 3;

/** Logs in as the admin, who is made when there is nobody yet. */
export async function signIn(api: ApiClient, { admin }: SampleSettings): Promise<void> {
  const tryOnce = (): Promise<boolean> =>
    api.logIn(admin.email, admin.password).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return false;
        throw error;
      },
    );
  if (await tryOnce()) return;
  await step('made the first admin', () => makeAdmin(admin));
  if (await tryOnce()) return;
  throw new Error(
    `${admin.email} cannot log in with the password of this installation. ` +
      'When it was changed, the sample campaign cannot run: start with --no-sample.',
  );
}

/** By the tool that people use too: a password never stands in a command line. */
async function makeAdmin({ email, password }: SampleSettings['admin']): Promise<void> {
  const args = [tool, '--email', email, '--name', 'ผู้ดูแลระบบ', '--password-stdin'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(`${password}\n`);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== alreadyThere)
    throw new Error(`The admin was not made: ${said.trim()}`);
}
