import { connect, type Socket } from 'node:net';
import { TrackingTokens } from '#libs/messaging';
import type { Env } from '#libs/platform';
import { untilSent } from './round.js';
import type { Shop } from './shop.js';

const connections = 256;
const seconds = 8;
const agent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36';

/**
 * Redirects a second, each click kept durably before it is answered.
 * @throws Error when the database does not hold every click that was answered
 */
export async function clicks(shop: Shop): Promise<number> {
  const url = new URL(shop.api.url);
  const tokens = new TrackingTokens({
    appSecret: process.env.APP_SECRET,
    addressSecret: process.env.ADDRESS_SECRET,
    previousAppSecret: null,
    publicUrl: shop.api.url,
  } as Env);
  const sent = `SELECT id FROM delivery WHERE state = 'accepted' ORDER BY id DESC LIMIT 50000`;
  if ((await shop.rows(sent)).length === 0) await untilSent(shop, await shop.launch());
  const rows = await shop.rows(sent);
  const requests = rows.map(({ id }) => {
    const { pathname } = new URL(tokens.clickUrl(String(id), 0));
    return `GET ${pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUser-Agent: ${agent}\r\n\r\n`;
  });
  const counted = `SELECT COUNT(*) FROM response WHERE kind = 'click'`;
  const before = await shop.number(counted);
  let answered = 0;
  let next = 0;
  const began = performance.now();
  const work = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const send = (): void => {
        if (performance.now() - began >= seconds * 1000) {
          socket.end();
          return resolve();
        }
        answer = '';
        socket.write(requests[(next += 1) % requests.length]!);
      };
      socket.setEncoding('latin1').on('error', reject).on('connect', send);
      socket.on('data', (text: string) => {
        answer += text;
        if (!answer.includes('\r\n\r\n')) return;
        if (!answer.startsWith('HTTP/1.1 302')) return reject(new Error(answer));
        answered += 1;
        send();
      });
    });
  await Promise.all(
    Array.from({ length: connections }, () => work(connect(Number(url.port), url.hostname))),
  );
  const perSecond = answered / ((performance.now() - began) / 1000);
  const kept = (await shop.number(counted)) - before;
  if (kept !== answered) throw new Error(`${answered} clicks were answered, ${kept} are kept.`);
  return Math.round(perSecond);
}
