import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './paths.mjs';
import { Sorry } from './say.mjs';

/** What the tool ends with when there are users already. */
const alreadyThere = 3;

/**
 * Makes the first administrator where nobody can log in yet. The password goes by standard input:
 * a command line can be read by others.
 * @param {{ email: string, password: string, env: NodeJS.ProcessEnv }} admin
 */
export async function ensureAdmin({ email, password, env }) {
  const tool = path.join(root, 'dist/tools/admin.js');
  const args = [tool, '--email', email, '--name', 'ผู้ดูแลระบบ', '--password-stdin'];
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  child.stdin.end(`${password}\n`);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== alreadyThere)
    throw new Sorry('The first administrator could not be made:', said.trim().split('\n'));
}
