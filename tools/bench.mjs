/**
 * `npm run bench -- NAME [ARGUMENT]`: a benchmark of bench/ on servers and data of its own, made anew
 * each time. It prints its figures as JSON last.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/command.mjs';
import { root } from './lib/paths.mjs';

const [name, argument] = process.argv.slice(2);
if (!name) {
  console.error('Which one? npm run bench -- hillstrom path/to/hillstrom.csv');
  process.exit(1);
}
const directory = path.join(root, '.data/bench');
rmSync(directory, { recursive: true, force: true });
const start = path.join(root, 'tools/start.mjs');
const program = path.join(root, `dist/bench/${name}.js`);
const env = {
  SAPHAN_DATA_DIR: directory,
  SAPHAN_BENCH_ARGS: argument && path.resolve(argument),
  PORT: process.env.PORT ?? '3900',
};
process.exitCode = await runCommand([process.execPath, start, '--once', '--run', program], env);
