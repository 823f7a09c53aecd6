/**
 * The local catchers as a process:
 *
 *   node dist/tools/catcher/main.js --dir DIRECTORY [--host 127.0.0.1] [--web-port 8025]
 *     [--smtp-port 1025] [--sms-port 8026] [--sms-token TOKEN]
 *
 * Port 0 takes any free one. Says where it listens in one JSON line on its standard output.
 */
import { parseArgs } from 'node:util';
import { MailCatcher } from './mail-catcher.js';
import { SmsCatcher } from './sms-catcher.js';
import { CaughtStore } from './store.js';
import { CaughtPages } from './web.js';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    'web-port': { type: 'string', default: '8025' },
    'smtp-port': { type: 'string', default: '1025' },
    'sms-port': { type: 'string', default: '8026' },
    'sms-token': { type: 'string' },
  },
});

function port(name: 'web-port' | 'smtp-port' | 'sms-port'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new Error(`--${name} is not a port: ${values[name]}`);
}

if (values.dir === undefined) throw new Error('--dir is missing: where to keep what is caught');
const { host } = values;
const store = await CaughtStore.open(values.dir);
const mail = await MailCatcher.start(store, port('smtp-port'), host);
const sms = await SmsCatcher.start(store, {
  port: port('sms-port'),
  host,
  token: values['sms-token'],
});
const pages = await CaughtPages.start(store, port('web-port'), host);
console.log(JSON.stringify({ smtp: mail.url, sms: sms.url, web: pages.url }));

const stop = async (): Promise<void> => {
  await Promise.all([mail.stop(), sms.stop(), pages.stop()]);
  await store.close();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
