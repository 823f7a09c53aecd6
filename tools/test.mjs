/**
 * `npm test`: prepares what is missing, starts servers for the tests alone, beside a running
 * `npm start`, and hands its arguments on to jest: `npm test -- libs/rules -t 'a name'`.
 *
 * TEST_DATABASE_URL (an account that may create databases) and TEST_REDIS_URL name servers to use
 * instead. DATABASE_URL and the like are not looked at: tests never touch what is in use.
 */
import path from 'node:path';
import { runCommand } from './lib/command.mjs';
import { dropTestDatabases } from './lib/leftovers.mjs';
import { dataDirectory, root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { explain } from './lib/say.mjs';
import { Busy, startServicesAloud } from './lib/start-services.mjs';

const variables = { database: 'TEST_DATABASE_URL', redis: 'TEST_REDIS_URL' };
const jest = [
  process.execPath,
  '--experimental-vm-modules',
  '--no-warnings=ExperimentalWarning',
  path.join(root, 'node_modules/jest/bin/jest.js'),
];
/** Whatever is set for the programs in use must not steer the tests. */
const notForTests = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'SMS_GATEWAY_URL', 'QUEUE_PREFIX'];
const mostRunsAtOnce = 8;

/** Servers of our own, in the first directory that no other test run holds. */
async function testServices() {
  for (let run = 1; ; run += 1) {
    const dir = path.join(dataDirectory, run === 1 ? 'test' : `test-${run}`);
    try {
      const wish = { dir, durable: false, allDatabases: true, variables };
      const services = await startServicesAloud(wish);
      if (!process.env[variables.database]) await dropTestDatabases(services.databaseUrl);
      return services;
    } catch (error) {
      if (!(error instanceof Busy) || run === mostRunsAtOnce) throw error;
    }
  }
}

async function main(args) {
  await prepare();
  const services = await testServices();
  try {
    const env = Object.fromEntries(notForTests.map((name) => [name, undefined]));
    return await runCommand([...jest, ...args], {
      ...env,
      TEST_DATABASE_URL: services.databaseUrl,
      TEST_REDIS_URL: services.redisUrl,
    });
  } finally {
    await services.stop();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    explain(error);
    process.exit(1);
  },
);
