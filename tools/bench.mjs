/**
 * `npm run bench -- NAME [ARGUMENT]`: a benchmark of bench/ on servers and data of its own, made anew
 * each time. It prints its figures as JSON last. A benchmark with a bench/NAME/dataset.ts runs on a copy
 * of what that made once; it is kept under .data/, one for each ARGUMENT.
 */
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/command.mjs';
import { root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';

const [name, argument] = process.argv.slice(2);
if (!name) {
  console.error('Which one? npm run bench -- hillstrom path/to/hillstrom.csv');
  process.exit(1);
}
const dist = (file) => path.join(root, 'dist/bench', file);

/** A whole stack on this directory, with `program` in place of the sample campaign. */
async function run(directory, program, settings = {}) {
  const start = path.join(root, 'tools/start.mjs');
  const env = {
    SAPHAN_DATA_DIR: directory,
    SAPHAN_BENCH_ARGS: argument && (existsSync(argument) ? path.resolve(argument) : argument),
    PORT: process.env.PORT ?? '3900',
    ...settings,
  };
  return runCommand([process.execPath, start, '--once', '--sample', '--run', program], env);
}

/** Where the benchmarks' own mail server listens (bench/send/sink-server.ts). */
const sink = { SMTP_URL: 'smtp://127.0.0.1:3925', SINK_PORT: '3925' };

/** What a benchmark wants of the programs. */
const wished = {
  rules: { ...sink, SEND_WINDOW: '50' },
  send: { ...sink, SEND_WINDOW: '400' },
};

/** On a fresh directory, or on a copy of the benchmark's data set. */
async function main() {
  await prepare();
  const dataset = dist(`${name}/dataset.js`);
  if (!existsSync(dataset)) {
    const directory = path.join(root, '.data/bench');
    rmSync(directory, { recursive: true, force: true });
    return run(directory, dist(`${name}.js`), { ...wished[name], ...process.env });
  }
  const kept = path.join(root, `.data/bench-${name}-${argument ?? 'full'}`);
  const settings = { DATABASE_MEMORY_MB: '6144', ...wished[name], ...process.env };
  if (!existsSync(kept)) {
    const making = `${kept}.new`;
    rmSync(making, { recursive: true, force: true });
    const code = await run(making, dataset, settings);
    if (code !== 0) return code;
    renameSync(making, kept);
  }
  const copy = path.join(root, '.data/bench');
  rmSync(copy, { recursive: true, force: true });
  cpSync(kept, copy, { recursive: true });
  const code = await run(copy, dist(`${name}/main.js`), settings);
  if (!process.env.BENCH_KEEP) rmSync(copy, { recursive: true, force: true });
  return code;
}

process.exitCode = await main();
