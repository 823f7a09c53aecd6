import path from 'node:path';
import { freePort } from './ports.mjs';
import { Program } from './program.mjs';
import { root } from './paths.mjs';
import { Sorry, step } from './say.mjs';

const script = (file) => path.join(root, 'dist', file);

/**
 * @typedef {object} Wish
 * @property {import('./stack.mjs').Stack} stack where what is started is put
 * @property {string} dir
 * @property {Record<'api' | 'worker' | 'web' | 'smtp' | 'sms', number>} ports
 * @property {NodeJS.ProcessEnv} settings
 * @property {{ requested: boolean, check: () => void }} interruption
 */

/** The catchers, unless both mail and SMS go to servers of the user's own. @param {Wish} wish */
export async function startCatcher({ stack, dir, ports, settings, interruption, giveUp }) {
  if (process.env.SMTP_URL && process.env.SMS_GATEWAY_URL) return;
  const flags = { dir: path.join(dir, 'caught'), 'web-port': ports.web };
  Object.assign(flags, { 'smtp-port': ports.smtp, 'sms-port': ports.sms });
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const what = {
    dir,
    name: 'catcher',
    command: process.execPath,
    args: [script('tools/catcher/main.js'), ...args],
    env: settings,
    cwd: root,
  };
  const health = `http://127.0.0.1:${ports.web}/health`;
  const catcher = stack.add(new Program(what, { health, interruption, giveUp }));
  await step('mail and SMS catchers started', () => catcher.start());
  interruption.check();
}

/** The API and so many workers as WORKERS says, side by side. @param {Wish} wish */
export async function startPrograms({ stack, dir, ports, settings, interruption, giveUp }) {
  const taken = new Set(Object.values(ports));
  const more = Number(process.env.WORKERS ?? 1) - 1;
  const named = [
    ['api', 'api', ports.api],
    ['worker', 'worker', ports.worker],
  ];
  for (let n = 0; n < more; n += 1)
    named.push([`worker-${n + 2}`, 'worker', await freePort(0, taken)]);
  const programs = named.map(([name, app, port]) => {
    const what = {
      dir,
      name,
      command: process.execPath,
      args: [script(`apps/${app}/src/main.js`)],
      env: { ...settings, PORT: String(port) },
      cwd: root,
    };
    const health = `http://127.0.0.1:${port}/health/ready`;
    return stack.add(new Program(what, { health, interruption, giveUp }));
  });
  await step('API and worker started', async () => {
    const started = await Promise.allSettled(programs.map((program) => program.start()));
    for (const one of started) if (one.status === 'rejected') throw one.reason;
  });
  interruption.check();
}

/**
 * A promise that is rejected by the first failure that nobody waits for: a server that ends, a
 * program that does not stay up.
 * @returns {{ promise: Promise<never>, giveUp: (why: Error) => void }}
 */
export function firstFailure() {
  let giveUp;
  const promise = new Promise((_resolve, reject) => (giveUp = reject));
  promise.catch(() => {});
  return { promise, giveUp };
}

/**
 * Gives up when one of the servers ends by itself.
 * @param {import('./child.mjs').Child[]} children
 * @param {{ requested: boolean }} interruption
 * @param {(why: Error) => void} giveUp
 */
export function watchServers(children, interruption, giveUp) {
  for (const child of children) {
    void child.exited.then((how) => {
      if (interruption.requested) return;
      const lines = child.lastLines();
      giveUp(new Sorry(`${child.name} ended by itself (${how}). The end of its log:`, lines));
    });
  }
}
