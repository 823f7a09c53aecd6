/**
 * The private MariaDB and Redis by themselves.
 *
 *   node tools/services.mjs exec [--dir DIRECTORY] COMMAND...
 *
 * runs a command with DATABASE_URL and REDIS_URL in its environment. Uses the servers of a running
 * `npm start` on the same directory; otherwise starts them and stops them afterwards.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from './lib/command.mjs';
import { dataDirectory } from './lib/paths.mjs';
import { explain, say } from './lib/say.mjs';
import { runningServices, startServices } from './lib/start-services.mjs';

export { startServices };

async function main(args) {
  if (args[0] !== 'exec') return usage();
  const named = args[1] === '--dir';
  const dir = named ? path.resolve(args[2] ?? '') : dataDirectory;
  const command = args.slice(named ? 3 : 1);
  if (command.length === 0) return usage();
  const running = runningServices(dir);
  const services = running ?? (await startServices({ dir }));
  try {
    return await runCommand(command, {
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
    });
  } finally {
    await services.stop?.();
  }
}

function usage() {
  say('Usage: node tools/services.mjs exec [--dir DIRECTORY] COMMAND...');
  return 2;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      explain(error);
      process.exit(1);
    },
  );
}
