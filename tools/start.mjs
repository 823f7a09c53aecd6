/**
 * `npm start`: everything, from a fresh clone to a campaign that was caught. See --help.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureAdmin } from './lib/admin.mjs';
import { runCommand, capture } from './lib/command.mjs';
import { firstFailure, startCatcher, startPrograms, watchServers } from './lib/bring-up.mjs';
import { ensureDatabase } from './lib/database.mjs';
import { readInstallation } from './lib/installation.mjs';
import { Interrupted, watchForInterruption } from './lib/interruption.mjs';
import { dataDirectory as dir, root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { Sorry, explain, say, step } from './lib/say.mjs';
import { readSecrets } from './lib/secrets.mjs';
import { adminEmail, choosePorts, programSettings, sampleSettings } from './lib/settings.mjs';
import { Stack } from './lib/stack.mjs';
import { checkFree, startServicesAloud } from './lib/start-services.mjs';

const help = `npm start [-- OPTION]
  --once       end after the sample campaign's report, with exit code 0 when all went well
  --sample     run the sample campaign although SMTP_URL or MAIL_TRANSPORT leads out of this machine
  --no-sample  do not run the sample campaign
  --run FILE   run this program in place of the sample campaign
Set DATABASE_URL, REDIS_URL, SMTP_URL, SMS_GATEWAY_URL to use servers of your own, PORT for the API.`;

const dist = (file) => path.join(root, 'dist', file);

/** Whether e-mail goes elsewhere than to the catcher: nobody is to get the sample unasked. */
const sendsForReal = () => Boolean(process.env.SMTP_URL) || process.env.MAIL_TRANSPORT === 'ses';

function readOptions() {
  try {
    const options = {
      once: { type: 'boolean', default: false },
      sample: { type: 'boolean', default: !sendsForReal() },
      run: { type: 'string', default: dist('tools/sample/main.js') },
      help: { type: 'boolean', default: false },
    };
    return parseArgs({ options, allowNegative: true }).values;
  } catch (error) {
    throw new Sorry(error.message, help.split('\n'));
  }
}

async function bringUp(stack, interruption) {
  const { promise: failed, giveUp } = firstFailure();
  checkFree(dir);
  await prepare();
  interruption.check();
  const services = stack.add(await startServicesAloud({ dir }));
  watchServers(services.children, interruption, giveUp);
  interruption.check();
  const secrets = readSecrets(dir);
  const ports = await choosePorts();
  const installation = readInstallation(dir);
  const settings = programSettings({ services, secrets, installation, ports });
  await ensureDatabase(services.databaseUrl);
  const wish = { stack, dir, ports, settings, interruption, giveUp };
  await startCatcher(wish);
  await step('brought the database up to date', async () => {
    await migrate(settings);
    await ensureAdmin({ email: adminEmail, password: secrets.adminPassword, env: settings });
  });
  interruption.check();
  await startPrograms(wish);
  return { failed, ports, secrets, settings };
}

async function migrate(env) {
  const { code, output } = await capture([process.execPath, dist('migrations/run.js')], { env });
  if (code !== 0) throw new Sorry('A migration failed:', output.trimEnd().split('\n').slice(-12));
}

/** @returns {Promise<number>} the exit code of the sample campaign */
function runSample({ settings, secrets, ports }, { once, run: program }) {
  say();
  const args = once ? ['--once'] : [];
  const env = { ...settings, ...sampleSettings({ dir, secrets, ports }) };
  return runCommand([process.execPath, program, ...args], env);
}

/** A restored copy sends nothing until somebody has looked at it. */
async function warnIfHeld({ settings }) {
  const response = await fetch(`${settings.PUBLIC_URL}/health/ready`).catch(() => undefined);
  const health = await response?.json().catch(() => undefined);
  if (health?.sending !== 'held') return;
  say('  ! All sending is held. GET /v1/sending says why; docs/guides/operating.md, what to do.');
}

function summarise({ ports, secrets, settings }) {
  say(`
  Saphan is up.

    API documentation  ${settings.PUBLIC_URL}/docs
    Caught messages    http://127.0.0.1:${ports.web}
    Log in             ${adminEmail}  ${process.stdout.isTTY ? secrets.adminPassword : `(password in ${path.join(dir, 'secrets.json')})`}
    Logs               ${path.join(dir, 'logs')}

  Ctrl-C stops everything. ขอบคุณค่ะ`);
}

async function run(options, stack, interruption) {
  say('\n  สวัสดี! Saphan is getting ready.\n');
  const up = await bringUp(stack, interruption);
  let code = 0;
  await warnIfHeld(up);
  if (options.sample) code = await Promise.race([runSample(up, options), up.failed]);
  interruption.check();
  if (options.once) return code;
  if (code !== 0) say('  ! The sample campaign failed; everything else is up.');
  summarise(up);
  await Promise.race([interruption.promise, up.failed]);
  return 0;
}

async function main() {
  const options = readOptions();
  if (options.help) {
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
  return code;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    explain(error);
    process.exit(1);
  },
);
