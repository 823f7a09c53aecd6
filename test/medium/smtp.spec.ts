import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import {
  NodemailerChannel,
  readSmtpAddresses,
  SmtpSender,
  type Channel,
  type EmailMessage,
  type SendOutcome,
} from '#libs/messaging';
import { ScriptedSmtp, type Script } from '../support/scripted-smtp.js';

const message: EmailMessage = {
  channel: 'email',
  messageId: 'x@example.test',
  envelopeFrom: 'b-1@example.test',
  to: 'malee@example.test',
  from: { name: 'ร้าน', address: 'shop@example.test' },
  replyTo: null,
  subject: 'ลดราคา',
  html: '<p>สวัสดี</p>',
  text: 'สวัสดี',
  headers: {},
};

interface Limits {
  silenceMs: number;
  attemptMs: number;
}

const own = (url: string, limits: Limits): Channel<EmailMessage> =>
  new SmtpSender({ servers: readSmtpAddresses(url), connections: 1, ...limits });
const nodemailer = (url: string, limits: Limits): Channel<EmailMessage> =>
  new NodemailerChannel({ url, connections: 1, ...limits });

/** What every way to a mail server keeps, whatever the server does. */
describe.each([
  ['the own sender, to a server that takes commands in groups', own, ['PIPELINING', '8BITMIME']],
  ['the own sender, one command at a time', own, []],
  ['nodemailer', nodemailer, []],
])('SMTP servers that misbehave: %s', (_name, make, extensions) => {
  let server: ScriptedSmtp;
  let channel: Channel<EmailMessage>;

  afterEach(async () => {
    await channel.close();
    server.stop();
  });

  async function against(script: Script, credentials = ''): Promise<void> {
    server = await ScriptedSmtp.start(script, extensions);
    const url = server.url.replace('//', `//${credentials}`);
    channel = make(url, { silenceMs: 700, attemptMs: 1200 });
  }

  /** The outcome, or `stuck` when the attempt does not end by itself. */
  const send = (changes: Partial<EmailMessage> = {}): Promise<SendOutcome | 'stuck'> =>
    Promise.race([channel.send({ ...message, ...changes }), sleep(4000, 'stuck' as const)]);

  it.each([
    ['hangs up', 'close'],
    ['falls silent', 'hang'],
  ])('a refusal stands when the server then %s', async (_, RSET) => {
    await against({ RCPT: '550 5.1.1 no such user', RSET });
    expect(await send()).toMatchObject({ state: 'failed', code: 550, status: '5.1.1' });
    expect(await send()).toMatchObject({ state: 'failed', code: 550 });
  });

  it.each([
    ['hangs up at the greeting', { CONNECT: 'close' }],
    ['says nothing at all', { CONNECT: 'hang' }],
    ['hangs up at MAIL', { MAIL: 'close' }],
    ['wants a login that nobody gave', { MAIL: '530 5.7.0 Authentication required' }],
  ])('nobody is to blame when it %s', async (_, script) => {
    await against(script);
    expect(await send()).toMatchObject({ state: 'unavailable' });
  });

  it.each([
    ['hangs up', 'close'],
    ['falls silent', 'hang'],
    ['refuses', '535 5.7.8 bad credentials'],
  ])('leaves no connection behind when it %s at the login', async (_, AUTH) => {
    await against({ EHLO: '250 AUTH PLAIN', AUTH }, 'user:password@');
    expect(await send()).toMatchObject({ state: 'unavailable' });
    await sleep(50);
    expect(server.open).toBe(0);
  });

  it('a refusal of the sender is told from one of the recipient', async () => {
    await against({ MAIL: '550 5.1.0 From domain does not exist' });
    expect(await send()).toMatchObject({ state: 'failed', code: 550, ofSender: true });
    await channel.close();
    server.stop();
    await against({ RCPT: '550 5.1.1 no such user' });
    expect(await send()).not.toMatchObject({ ofSender: true });
  });

  it('is uncertain when it falls silent after the final dot', async () => {
    await against({ DOT: 'hang' });
    expect(await send()).toEqual({ state: 'uncertain' });
  });

  it('a message that is too large fails alone', async () => {
    await against({ EHLO: '250 SIZE 1000' });
    expect(await send({ text: 'x'.repeat(2000) })).toMatchObject({ state: 'failed' });
    expect(await send()).toMatchObject({ state: 'accepted' });
  });

  it('an attempt ends in time, however slowly the server answers', async () => {
    await against({});
    const slow = await ScriptedSmtp.start({ EHLO: 'hang' });
    const began = performance.now();
    const patient = make(slow.url, { silenceMs: 60_000, attemptMs: 500 });
    expect(await patient.send(message)).toMatchObject({ state: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(2000);
    slow.stop();
  });

  it('puts no line break of a value into the header', async () => {
    await against({});
    const evil = 'Hello\r\nBcc: other@example.test\r\n\r\nBody\ud800\u0000';
    expect(
      await send({ subject: evil, from: { name: evil, address: 'shop@example.test' } }),
    ).toMatchObject({ state: 'accepted' });
    expect(server.heard.filter((line) => line.startsWith('RCPT'))).toHaveLength(1);
    const parsed = await PostalMime.parse(server.bodies[0]!);
    expect(parsed.bcc ?? []).toEqual([]);
    expect(parsed.html).toContain('สวัสดี');
  });
});
