import MailComposer from 'nodemailer/lib/mail-composer';
import { composeMime, type EmailMessage } from '#libs/messaging';
import { loadTemplate, Maker, type Language } from './compose/messages.js';

/*
 * What a message costs before it is sent: microseconds of processor time for its tokens, for rendering
 * (tokens included) and for MIME, by nodemailer and by us, each the median of three runs:
 * `npm run bench -- compose`, or `-- compose monsoon-sale` for another template than the welcome; figures
 * as JSON last.
 */

const runs = 3;
const warmUp = 2_000;
const count = 5_000;

/** Of as many messages, made beforehand: those of a run are never composed twice. */
async function perMessage<T>(
  make: (number: number) => T,
  work: (message: T) => unknown,
  times = count,
): Promise<number> {
  const figures: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const size = run === 0 ? Math.min(warmUp, times) : times;
    const messages = Array.from({ length: size }, (_, i) => make(run * times + i));
    const began = process.cpuUsage();
    for (const message of messages) {
      const waiting = work(message);
      if (waiting instanceof Promise) await waiting;
    }
    const { user, system } = process.cpuUsage(began);
    if (run > 0) figures.push((user + system) / size);
  }
  figures.sort((a, b) => a - b);
  return Math.round(10 * figures[(runs - 1) / 2]!) / 10;
}

const whole = (message: EmailMessage): EmailMessage & { html: string } => ({
  ...message,
  html: String(message.html),
});

/** As the channel did before: quoted-printable or base64, said beforehand. */
function byNodemailer(message: EmailMessage & { html: string }): Promise<Buffer> {
  const { html } = message;
  const beyondAscii = Buffer.byteLength(html) - html.length;
  return new MailComposer({
    messageId: `<${message.messageId}>`,
    from: message.from,
    to: { name: '', address: message.to },
    subject: message.subject,
    text: message.text,
    html,
    textEncoding: beyondAscii > html.length / 6 ? 'base64' : 'quoted-printable',
    headers: { ...message.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** The encodings that the parts have, as one sees them in the message. */
const encodingsOf = (mime: Buffer): string =>
  Array.from(
    mime.toString('latin1').matchAll(/^Content-Transfer-Encoding: (\S+)/gm),
    ([, name]) => name,
  ).join(' + ');

/** A message whose texts are nothing but what its language is written with: the extremes of encoding. */
const inWords = (message: EmailMessage): EmailMessage & { html: string } => ({
  ...message,
  html: String(message.html)
    .replace(/<[^>]*>/g, ' ')
    .repeat(4),
});

async function figuresOf(key: string, language: Language): Promise<object> {
  const maker = new Maker(await loadTemplate(key), language);
  const make = (number: number): EmailMessage => maker.make(number);
  const sample = make(0);
  const mime: Record<string, object> = {};
  for (const eightBit of [true, false]) {
    const compose = (message: EmailMessage): Buffer => composeMime(message, { eightBit });
    mime[eightBit ? 'eight_bit' : 'seven_bit'] = {
      encodings: encodingsOf(compose(sample)),
      bytes: compose(sample).length,
      whole_us: await perMessage((n) => whole(make(n)), compose),
      pieces_us: await perMessage(make, compose),
      rendered_and_composed_us: await perMessage(
        (n) => n,
        (n) => compose(make(n)),
      ),
      words_only: encodingsOf(compose(inWords(sample))),
      words_only_us: await perMessage((n) => inWords(make(n)), compose),
    };
  }
  return {
    html_bytes: Buffer.byteLength(String(sample.html)),
    text_bytes: Buffer.byteLength(sample.text),
    links: String(sample.html).split('/t/c/').length - 1,
    tokens_us: await perMessage(String, (id) => maker.sign(id)),
    rendered_us: await perMessage((n) => n, make),
    nodemailer_us: await perMessage((n) => whole(make(n)), byNodemailer, 1_000),
    ...mime,
  };
}

async function main(): Promise<void> {
  const key = process.env.SAPHAN_BENCH_ARGS || 'welcome';
  const figures = {
    template: key,
    en: await figuresOf(key, 'en'),
    th: await figuresOf(key, 'th'),
  };
  console.log(JSON.stringify(figures, null, 2));
}

await main();
