import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const loopback = '127.0.0.1';

/** @param {number} port 0 lets the system choose @returns {Promise<number | undefined>} */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * A free loopback port: the preferred one, else one of the next few, else any.
 * @param {number} [preferred]
 * @param {Set<number>} [taken] ports already promised to somebody else
 * @returns {Promise<number>}
 */
export async function freePort(preferred = 0, taken = new Set()) {
  for (let port = preferred; preferred > 0 && port < preferred + 20 && port < 65_536; port += 1) {
    if (!taken.has(port) && (await tryPort(port)) !== undefined) return port;
  }
  return tryPort(0);
}

/** @param {number} port @returns {Promise<boolean>} */
export async function isFree(port) {
  return (await tryPort(port)) !== undefined;
}

/**
 * Connects, sends `hello` and waits for the first bytes of an answer.
 * @param {import('node:net').NetConnectOpts} where
 * @param {string} hello
 * @param {number} patience milliseconds
 * @returns {Promise<Buffer | undefined>} undefined when nobody answers
 */
export function firstAnswer(where, hello, patience) {
  return new Promise((resolve) => {
    const socket = connect(where);
    const finish = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(patience, () => finish(undefined));
    socket.once('error', () => finish(undefined));
    socket.once('close', () => resolve(undefined));
    socket.once('connect', () => hello !== '' && socket.write(hello));
    socket.once('data', finish);
  });
}

/**
 * Asks again until the answer is yes, the child is gone or time is up.
 * @param {() => Promise<boolean>} question
 * @param {{ child: { gone: boolean }, patience: number, pause?: number }} limits milliseconds
 * @returns {Promise<boolean>}
 */
export async function until(question, { child, patience, pause = 20 }) {
  const deadline = process.hrtime.bigint() + BigInt(patience) * 1_000_000n;
  while (!child.gone && process.hrtime.bigint() < deadline) {
    if (await question()) return !child.gone;
    await sleep(pause);
  }
  return false;
}
