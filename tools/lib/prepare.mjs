import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from './command.mjs';
import { fingerprint, isInstalled } from './fingerprint.mjs';
import { waitForLock } from './lock.mjs';
import { dataDirectory, privateDirectory, root } from './paths.mjs';
import { Sorry, step } from './say.mjs';

const oldest = [20, 19];

/** Says so when Node is too old, before anything fails in a stranger way. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new Sorry(
    `Node ${oldest.join('.')} or newer is needed; this is ${process.versions.node}. See https://nodejs.org`,
  );
}

/** Installs the packages and compiles the sources, each only when something has changed. */
export async function prepare() {
  checkNode();
  // Two of these at once, say `npm start` and `npm test`, would remove each other's files.
  const lock = await waitForLock(path.join(privateDirectory(dataDirectory), 'prepare.lock'));
  try {
    await install();
    await build();
  } finally {
    lock.release();
  }
}

async function install() {
  const wanted = readJson('package-lock.json');
  if (isInstalled(wanted, readJson('node_modules/.package-lock.json'))) return;
  await step('installed the npm packages', () =>
    npm(['ci', '--include=dev', '--no-audit', '--no-fund'], 'npm ci failed:'),
  );
}

async function build() {
  const mark = path.join(root, 'dist', '.fingerprint');
  const now = sourcesNow();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return;
  await step('compiled the sources', async () => {
    await npm(['run', 'build', '--silent'], 'The sources do not compile:');
    writeFileSync(mark, now);
  });
}

function sourcesNow() {
  const settings = ['package.json', 'package-lock.json', '.swcrc'];
  const sources = ['apps', 'libs', 'migrations', 'tools', 'bench'];
  const hash = fingerprint(
    root,
    [...settings, ...sources],
    (file) => settings.includes(file) || (file.endsWith('.ts') && !file.endsWith('.spec.ts')),
  );
  return `${hash} node ${process.versions.node}\n`;
}

async function npm(args, complaint) {
  const cli = process.env.npm_execpath;
  const command = cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
  const { code, output } = await capture([...command, ...args], { cwd: root });
  if (code !== 0) throw new Sorry(complaint, output.trimEnd().split('\n').slice(-25));
}

function readJson(name) {
  const file = path.join(root, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
