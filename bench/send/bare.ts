import { readSmtpAddresses, SmtpSender } from '#libs/messaging';
import { compileContent, Maker } from '../compose/messages.js';
import { content } from './shop.js';

const window = Number(process.env.SEND_WINDOW ?? 10);

/** The same messages without a database: rendered, composed and handed over, in this process. */
export async function sendBare(count: number): Promise<number> {
  const maker = new Maker(await compileContent(content as never), 'en');
  const sender = new SmtpSender({
    servers: readSmtpAddresses(process.env.SMTP_URL!),
    connections: Number(process.env.SEND_CONNECTIONS ?? 10),
    silenceMs: 30_000,
    attemptMs: 60_000,
  });
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const outcome = await sender.send(maker.make((next += 1)));
      if (outcome.state !== 'accepted') throw new Error(JSON.stringify(outcome));
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: window }, lane));
  const perSecond = count / ((performance.now() - began) / 1000);
  await sender.close();
  return Math.round(perSecond);
}
