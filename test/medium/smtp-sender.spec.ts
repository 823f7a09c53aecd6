import { jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import {
  readSmtpAddresses,
  SmtpSender,
  type EmailMessage,
  type SendOutcome,
  type Urgency,
} from '#libs/messaging';
import { ScriptedSmtp, type Script } from '../support/scripted-smtp.js';

const messageTo = (to: string, changes: Partial<EmailMessage> = {}): EmailMessage => ({
  channel: 'email',
  messageId: `${to.split('@')[0]}@example.test`,
  envelopeFrom: 'b-1@example.test',
  to,
  from: { name: 'ร้าน', address: 'shop@example.test' },
  replyTo: null,
  subject: 'ลดราคา',
  html: '<p>สวัสดี</p>',
  text: 'สวัสดี',
  headers: {},
  ...changes,
});
const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.test`);

const senders: SmtpSender[] = [];
const senderTo = (url: string, changes: object = {}) => {
  const servers = readSmtpAddresses(url);
  const options = { servers, connections: 1, silenceMs: 1500, attemptMs: 4000, ...changes };
  const sender = new SmtpSender(options);
  senders.push(sender);
  return sender;
};
const sendAll = (sender: SmtpSender, to: readonly string[]): Promise<SendOutcome[]> =>
  Promise.all(to.map((each) => sender.send(messageTo(each))));
const states = (outcomes: readonly SendOutcome[]) => outcomes.map(({ state }) => state);

const leave = () => Promise.all(senders.splice(0).map((sender) => sender.close()));
afterEach(leave);

describe('the own SMTP sender', () => {
  let server: ScriptedSmtp;
  const start = async (
    script: Script = {},
    extensions = ['PIPELINING', '8BITMIME', 'SIZE 100000'],
  ) => {
    server = await ScriptedSmtp.start(script, extensions);
    return senderTo(server.url);
  };
  afterEach(() => server.stop());
  const recipients = () => server.heard.flatMap((line) => /^RCPT TO:<(.*)>/.exec(line)?.[1] ?? []);

  it('sends many over one connection, each once and in order', async () => {
    const sender = await start();
    expect(new Set(states(await sendAll(sender, people(50))))).toEqual(new Set(['accepted']));
    expect(server.heard.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
    expect(recipients()).toEqual(people(50));
    expect(server.bodies).toHaveLength(50);
    expect(server.heard).toContainEqual(
      expect.stringMatching(/^MAIL FROM:<b-1@example.test> SIZE=\d+ BODY=8BITMIME$/),
    );
  });

  it('a refused one costs no other, and the next begins anew', async () => {
    const sender = await start({
      RCPT: ['250 ok', '550 5.1.1 no such user', '250 ok', '452 4.2.2 full', '250 ok'],
      DATA: ['354 go on', '554 5.5.1 no valid recipients', '354 go on', '503 5.5.1 no recipients', '354 go on'], // prettier-ignore
    });
    expect(await sendAll(sender, people(5))).toEqual([
      expect.objectContaining({ state: 'accepted' }),
      { state: 'failed', code: 550, status: '5.1.1', text: '5.1.1 no such user' },
      expect.objectContaining({ state: 'accepted' }),
      { state: 'deferred', code: 452, status: '4.2.2', text: '4.2.2 full' },
      expect.objectContaining({ state: 'accepted' }),
    ]);
    expect(server.bodies).toHaveLength(3);
    expect(server.heard.filter((line) => line === 'RSET')).toHaveLength(2);
  });

  it('a server that takes a message for nobody gets an empty one', async () => {
    const sender = await start({ RCPT: ['550 5.1.1 no', '250 ok'], DOT: ['554 nobody', '250 ok'] });
    expect(states(await sendAll(sender, people(2)))).toEqual(['failed', 'accepted']);
    expect(server.bodies[0]).toBe('');
  });

  it('a break after the final dot leaves that one uncertain, and those behind it are sent', async () => {
    const sender = await start({ DOT: ['250 ok', 'close', '250 ok'] });
    const outcomes = states(await sendAll(sender, people(5)));
    expect(outcomes).toEqual(['accepted', 'uncertain', 'accepted', 'accepted', 'accepted']);
    // The server has each of them once, the uncertain one too.
    expect(server.bodies).toHaveLength(5);
    expect(new Set(recipients())).toEqual(new Set(people(5)));
  });

  it('a farewell instead of an answer sends nobody away: they go over another connection', async () => {
    const sender = await start({ MAIL: ['250 ok', '421 4.3.2 enough for today', '250 ok'] });
    expect(states(await sendAll(sender, people(3)))).toEqual(['accepted', 'accepted', 'accepted']);
    expect(server.heard.filter((line) => line.startsWith('EHLO'))).toHaveLength(2);
  });

  it('a farewell to the final dot refused the message', async () => {
    const sender = await start({ DOT: ['421 4.3.2 bye', '250 ok'] });
    expect(states(await sendAll(sender, people(2)))).toEqual(['unavailable', 'accepted']);
  });

  it('lets the server in no doubt about lines that begin with a dot', async () => {
    const sender = await start({}, ['PIPELINING']);
    const text = '.\r\n..\r\n.x\r\nend';
    await sender.send(messageTo('a@example.test', { text, html: text }));
    const lines = server.bodies[0]!.split('\r\n');
    expect(lines.every((line) => line !== '.' && (line[0] !== '.' || line[1] === '.'))).toBe(true);
  });

  it.each([
    ['nonsense', 'hello there'],
    ['a code that there is not', '999 ok'],
    ['a word too many', '250 ok\r\n250 ok'],
    ['a line without an end', `250 ${'x'.repeat(70_000)}`],
  ])('hangs up on %s', async (_, MAIL) => {
    const sender = await start({ MAIL: [MAIL, MAIL, MAIL, MAIL, '250 ok'] }, []);
    expect(await sender.send(messageTo('a@example.test'))).toMatchObject({ state: 'unavailable' });
  });

  it('lets the more urgent go first, and each of its kind in order', async () => {
    const sender = await start();
    const ask = (urgency: Urgency, n: number) =>
      sender.send(messageTo(`${urgency}${n}@example.test`), urgency);
    await Promise.all([
      ...[1, 2, 3].map((n) => ask('bulk', n)),
      ...[1, 2].map((n) => ask('soon', n)),
      ...[1, 2].map((n) => ask('now', n)),
      ask('soon', 3),
    ]);
    const order = ['now1', 'now2', 'soon1', 'soon2', 'soon3', 'bulk1', 'bulk2', 'bulk3'];
    expect(recipients()).toEqual(order.map((name) => `${name}@example.test`));
  });

  it('waits in vain no longer than it may, whoever stands before it', async () => {
    const once = (said: string) => [said, 'hang'];
    const sender = await start({
      MAIL: once('250 ok'),
      RCPT: once('250 ok'),
      DATA: once('354 go on'),
      DOT: 'hang',
    });
    const began = performance.now();
    const outcomes = states(await sendAll(sender, people(4)));
    expect(outcomes.filter((state) => state === 'uncertain').length).toBeGreaterThan(0);
    expect(new Set(outcomes)).toEqual(new Set(['uncertain', 'unavailable']));
    expect(performance.now() - began).toBeLessThan(6000);
  });
});

describe('several servers', () => {
  it('share the work, and stand in for each other', async () => {
    const [one, other] = [await ScriptedSmtp.start({}), await ScriptedSmtp.start({})];
    const sender = senderTo(`${one.url} ${other.url}`, { connections: 4 });
    await sendAll(sender, people(40));
    expect(one.bodies.length).toBeGreaterThan(0);
    expect(other.bodies.length).toBeGreaterThan(0);
    one.stop();
    const outcomes = await sendAll(sender, people(40));
    expect(new Set(states(outcomes))).toEqual(new Set(['accepted']));
    expect(one.bodies.length + other.bodies.length).toBe(80);
    other.stop();
    expect(await sender.send(messageTo('a@example.test'))).toMatchObject({ state: 'unavailable' });
  });
});

describe('a server that lets few in, or nobody', () => {
  const doors: Server[] = [];
  afterEach(() => doors.splice(0).forEach((door) => door.close()));

  /** @param greet what the nth to come is told at first, and goes on from there. */
  async function door(greet: (nth: number, socket: Socket) => void): Promise<string> {
    let come = 0;
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => undefined);
      greet((come += 1), socket);
    });
    doors.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is asked a few times and no more, and everybody is told', async () => {
    let asked = 0;
    const url = await door((nth, socket) => {
      asked = nth;
      socket.destroy();
    });
    const sender = senderTo(url, { connections: 10 });
    const began = performance.now();
    const outcomes = await sendAll(sender, people(40));
    expect(new Set(states(outcomes))).toEqual(new Set(['unavailable']));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(asked).toBeLessThanOrEqual(10);
    // While it rests, each wave asks once.
    await sendAll(sender, people(40));
    expect(asked).toBeLessThanOrEqual(11);
  });

  it('that takes one at a time gets everything over that one', async () => {
    const polite = await ScriptedSmtp.start({ CONNECT: ['220 hi', '421 4.7.0 one is enough'] });
    const sender = senderTo(polite.url, { connections: 10 });
    const outcomes = await sendAll(sender, people(60));
    expect(new Set(states(outcomes))).toEqual(new Set(['accepted']));
    expect(polite.bodies).toHaveLength(60);
    polite.stop();
  });

  it.each([
    ['says nothing after TLS began', '220 go\r\n', 'silent'],
    ['drips', '', '220-still here\r\n'],
  ])('that %s is left in time', async (_, startTls, drip) => {
    const url = await door((_nth, socket) => {
      if (drip !== 'silent') {
        const timer = setInterval(() => socket.write(drip), 50);
        socket.on('close', () => clearInterval(timer));
        return;
      }
      socket.write('220 hi\r\n');
      socket.on('data', (chunk) => {
        const line = chunk.toString();
        if (line.startsWith('EHLO')) socket.write('250-hi\r\n250 STARTTLS\r\n');
        if (!line.startsWith('STARTTLS')) return;
        socket.removeAllListeners('data');
        socket.write(startTls);
      });
    });
    const sender = senderTo(url, { silenceMs: 300, attemptMs: 600 });
    const began = performance.now();
    expect(await sender.send(messageTo('a@example.test'))).toMatchObject({ state: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('that takes leave with its greeting is no connection', async () => {
    const url = await door((_nth, socket) => {
      socket.write('220 hi\r\n');
      socket.once('data', () => socket.write('250 x\r\n421 4.3.2 shutting down\r\n'));
    });
    const sender = senderTo(url, { attemptMs: 500 });
    expect(await sender.send(messageTo('a@example.test'))).toMatchObject({ state: 'unavailable' });
  });
});

describe('TLS and logging in', () => {
  const heard: { secure: boolean; user: string | undefined; method: string | undefined }[] = [];
  let peer: SMTPServer;

  async function listen(options: SMTPServerOptions): Promise<string> {
    heard.length = 0;
    peer = new SMTPServer({
      onAuth: ({ username, password, accessToken, method }, { secure }, done) => {
        heard.push({ secure, user: username, method });
        const known = password === 'sésame:&' || accessToken === 'ya29.token';
        done(known ? null : new Error('no'), known ? { user: username } : undefined);
      },
      onData: (stream, { secure }, done) => {
        stream.resume();
        stream.once('end', () => {
          if (options.authOptional) heard.push({ secure, user: undefined, method: undefined });
          done();
        });
      },
      ...options,
    });
    peer.on('error', () => undefined);
    await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', () => resolve()));
    return `127.0.0.1:${(peer.server.address() as AddressInfo).port}`;
  }
  /** The server waits for those who are connected. */
  const stop = async () => {
    await leave();
    await new Promise<void>((resolve) => peer.close(() => resolve()));
  };
  beforeAll(() => {
    // It says that its certificate is anybody's, which is what is wanted here.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(stop);
  afterAll(() => jest.restoreAllMocks());

  const credentials = `malee:${encodeURIComponent('sésame:&')}@`;
  const send = (url: string) => senderTo(url).send(messageTo('a@example.test'));

  it('takes up TLS where it is offered, and does without where it is not', async () => {
    const offering = await listen({ authOptional: true });
    expect(await send(`smtp://${offering}`)).toMatchObject({ state: 'accepted' });
    expect(heard).toEqual([expect.objectContaining({ secure: true })]);
    expect(await send(`smtp://${offering}?tls=never`)).toMatchObject({ state: 'accepted' });
    expect(heard.at(-1)).toMatchObject({ secure: false });
    await stop();
    const plain = await listen({ authOptional: true, hideSTARTTLS: true });
    expect(await send(`smtp://${plain}`)).toMatchObject({ state: 'accepted' });
    expect(await send(`smtp://${plain}?tls=required`)).toMatchObject({ state: 'unavailable' });
  });

  it('where TLS is required, a certificate that nobody vouches for does not do', async () => {
    const host = await listen({ authOptional: true });
    expect(await send(`smtp://${host}?tls=required`)).toMatchObject({ state: 'unavailable' });
    expect(heard).toEqual([]);
  });

  it('hears nothing that was said before TLS', async () => {
    await listen({});
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      socket.write('220 hi\r\n');
      socket.on('data', (chunk) => {
        const line = chunk.toString();
        if (line.startsWith('EHLO')) socket.write('250-hi\r\n250 STARTTLS\r\n');
        // Something that was put behind the reply by somebody on the way.
        else if (line.startsWith('STARTTLS'))
          socket.write('220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n');
        else socket.write('250 ok\r\n');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({ state: 'unavailable' });
    server.close();
  });

  it.each(['PLAIN', 'LOGIN'])('logs in by %s, under TLS', async (method) => {
    const host = await listen({ authMethods: [method] });
    expect(await send(`smtp://${credentials}${host}`)).toMatchObject({ state: 'accepted' });
    expect(heard).toEqual([{ secure: true, user: 'malee', method }]);
  });

  it('logs in by XOAUTH2, and takes no for an answer', async () => {
    const host = await listen({ authMethods: ['XOAUTH2'] });
    const url = (token: string) => `smtp://malee:${token}@${host}?auth=xoauth2`;
    expect(await send(url('ya29.token'))).toMatchObject({ state: 'accepted' });
    const refused = await send(url('stale'));
    expect(refused).toMatchObject({ state: 'unavailable', why: 'AUTH XOAUTH2 was answered 535.' });
    expect(JSON.stringify(refused)).not.toContain('stale');
  });

  it('a password goes out under TLS alone, but on this machine', () => {
    const tls = (url: string) => readSmtpAddresses(url)[0]!.tls;
    expect(tls('smtp://relay.example.test')).toBe('offered');
    expect(tls('smtp://u:p@relay.example.test')).toBe('required');
    expect(tls('smtp://u:p@127.0.0.1:25')).toBe('offered');
    expect(tls('smtps://u:p@relay.example.test')).toBe('implicit');
    expect(() => tls('smtp://u:p@relay.example.test?tls=perhaps')).toThrow('required, offered');
    expect(() => tls('http://relay.example.test')).toThrow('smtp://');
  });
});
