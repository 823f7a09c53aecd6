/**
 * `npm run check`: everything that can be said about the sources without running the tests. All
 * steps run, two at a time, even when one fails. `--report FILE` leaves `{ passed, failed }` there.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { capture } from './lib/command.mjs';
import { root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { explain, say, seconds } from './lib/say.mjs';

const script = (name, ...args) => ['npm', 'run', '--silent', name, '--', ...args];

/** The slowest first, so that the others fit in beside it. */
const steps = {
  lint: script('lint'),
  types: script('typecheck'),
  dependencies: script('deps'),
  format: [path.join(root, 'node_modules/.bin/prettier'), '--check', '--log-level', 'warn', '.'],
  'generated files': script('generate', '--check'),
};
const atOnce = 2;

async function runStep([name, command]) {
  const began = performance.now();
  const { code, output } = await capture(command, { cwd: root });
  const time = seconds(performance.now() - began);
  if (code === 0) {
    say(`  ✓ ${name} (${time})`);
    return true;
  }
  say(`  ✗ ${name} (${time})`);
  for (const line of output.trimEnd().split('\n')) say(`      ${line}`);
  return false;
}

async function main() {
  const { values } = parseArgs({ options: { report: { type: 'string' } } });
  await prepare();
  const waiting = Object.entries(steps);
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results.push(await runStep(next));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const failed = results.filter((good) => !good).length;
  if (values.report) {
    writeFileSync(values.report, JSON.stringify({ passed: results.length - failed, failed }));
  }
  say(failed === 0 ? '  All checks passed.' : `  ${failed} of ${results.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    explain(error);
    process.exit(1);
  },
);
