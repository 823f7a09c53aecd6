/**
 * `npm run faults`: what goes wrong in practice is done on purpose to servers and programs that are
 * started for it, and what a mail server got is compared with the ledger. See --help.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureAdmin } from './lib/admin.mjs';
import { firstFailure } from './lib/bring-up.mjs';
import { startChild } from './lib/child.mjs';
import { capture } from './lib/command.mjs';
import { readInstallation } from './lib/installation.mjs';
import { Interrupted, watchForInterruption } from './lib/interruption.mjs';
import { dataDirectory, root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { signalTo } from './lib/processes.mjs';
import { Program } from './lib/program.mjs';
import { Sorry, explain, say, step } from './lib/say.mjs';
import { readSecrets } from './lib/secrets.mjs';
import { adminEmail, choosePorts, programSettings, sampleSettings } from './lib/settings.mjs';
import { Stack } from './lib/stack.mjs';
import { startServicesAloud } from './lib/start-services.mjs';

const help = `npm run faults [-- OPTION] [-- NAME…]
  --short        2,000 people and 2 kills in place of 50,000 and 20
  --list         the faults and their promises, and what tests prove; nothing is started
  --report FILE  leave { passed, failed } there
  --keep         leave servers' data and logs where they are
Without a name all faults are played; with --short those that npm test does not play by itself. The exit code is 0 when every promise was kept.`;

const dir = path.join(dataDirectory, 'faults');
const dist = (file) => path.join(root, 'dist', file);
const mailgunKey = 'what-Mailgun-signs-with-in-the-faults';

/** Whatever is set for the programs in use must not be touched. */
const notForFaults = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'QUEUE_PREFIX'];

function readOptions() {
  const options = {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Sorry(error.message, help.split('\n'));
  }
}

/** A server of `services` that can be taken away and brought back. */
function hosted(services, name) {
  const child = () => services.children.find((one) => one.name === name);
  return {
    get pid() {
      return child().pid;
    },
    end: async (signal) => {
      signalTo(child().pid, signal);
      await child().exited;
    },
    start: (args) => services.startAgain(name, args),
  };
}

/** Servers, a migrated database, an API; workers are the faults' own affair. */
async function bringUp(stack, interruption) {
  const { promise: failed, giveUp } = firstFailure();
  rmSync(dir, { recursive: true, force: true });
  const services = stack.add(await startServicesAloud({ dir, allDatabases: true }));
  const secrets = readSecrets(dir);
  const ports = await choosePorts();
  const settings = {
    ...programSettings({ services, secrets, installation: readInstallation(dir), ports }),
    ...sampleSettings({ dir, secrets, ports }),
    MAILGUN_WEBHOOK_KEY: mailgunKey,
    LOG_LEVEL: 'warn',
  };
  await step('brought the database up to date', async () => {
    const { code, output } = await capture([process.execPath, dist('migrations/run.js')], {
      env: settings,
    });
    if (code !== 0) throw new Sorry('A migration failed:', output.trimEnd().split('\n').slice(-12));
    await ensureAdmin({ email: adminEmail, password: secrets.adminPassword, env: settings });
  });
  interruption.check();
  const what = {
    dir,
    name: 'api',
    command: process.execPath,
    args: [dist('apps/api/src/main.js')],
  };
  const api = new Program(
    { ...what, env: { ...settings, PORT: String(ports.api) }, cwd: root },
    { health: `http://127.0.0.1:${ports.api}/health/ready`, interruption, giveUp },
  );
  await step('API started', () => stack.add(api).start());
  let number = 0;
  const run = (program, changes) => {
    number += 1;
    const wish = {
      dir,
      name: `program-${number}`,
      command: process.execPath,
      args: [dist(program)],
    };
    return stack.add(startChild({ ...wish, env: { ...settings, ...changes }, cwd: root }));
  };
  const [database, redis] = ['mariadb', 'redis'].map((name) => hosted(services, name));
  return { failed, host: { settings, database, redis, run } };
}

/** A name that nobody knows is said as one sentence, before anything is started. */
function chosenBy(choose, wish) {
  try {
    return choose(wish);
  } catch (error) {
    throw new Sorry(error.message);
  }
}

/** What is played, and what tests prove. */
async function list(faults) {
  const { elsewhere } = await import(dist('bench/faults/elsewhere.js'));
  for (const { name, promise } of faults) say(`  ${name.padEnd(16)}${promise}`);
  say('\n  Proven by npm test:\n');
  for (const { fault, spec } of elsewhere) say(`  ${fault} (${spec})`);
  return 0;
}

async function run({ values, positionals }, stack, interruption) {
  for (const name of notForFaults) delete process.env[name];
  await prepare();
  const { choose, playFaults } = await import(dist('bench/faults/main.js'));
  const wish = { names: positionals, short: values.short };
  const chosen = chosenBy(choose, wish);
  if (values.list) return list(chosen);
  const { host, failed } = await bringUp(stack, interruption);
  const played = await Promise.race([
    playFaults(host, wish),
    interruption.promise.then(() => interruption.check()),
    failed,
  ]);
  say(JSON.stringify(played, null, 2));
  const broken = played.filter((one) => one.broken.length > 0).length;
  const counts = { passed: played.length - broken, failed: broken };
  if (values.report) writeFileSync(values.report, JSON.stringify(counts));
  return broken === 0 ? 0 : 1;
}

async function main() {
  const options = readOptions();
  if (options.values.help) {
    say(help);
    return 0;
  }
  const stack = new Stack();
  const interruption = watchForInterruption(() => stack.kill());
  let code;
  try {
    code = await run(options, stack, interruption);
  } catch (error) {
    const asked = interruption.requested || error instanceof Interrupted;
    if (!asked) explain(error);
    code = asked ? 130 : 1;
  }
  await stack.stop();
  if (code === 0 && !options.values.keep) rmSync(dir, { recursive: true, force: true });
  return code;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    explain(error);
    process.exit(1);
  },
);
