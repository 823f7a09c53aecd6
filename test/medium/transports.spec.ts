import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import type { EmailMessage, SendOutcome } from '#libs/messaging';
import {
  transports,
  type Behaviour,
  type Limits,
  type Stand,
} from '../support/transports/stands.js';

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
  headers: {
    'List-Unsubscribe': '<https://example.test/u/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
};
const hasty: Limits = { connections: 1, silenceMs: 700, attemptMs: 1200 };

/** What every transport keeps, whatever the next hop speaks and does. */
describe.each(transports)('$name', (transport) => {
  let stand: Stand;

  async function against(behaviour: Behaviour, limits: Partial<Limits> = {}): Promise<void> {
    stand = await transport.start(behaviour, { ...hasty, ...limits });
  }

  afterEach(async () => {
    await stand.channel.close();
    stand.stop();
  });

  /** The outcome, or `stuck` when the attempt does not end by itself. */
  const send = (changes: Partial<EmailMessage> = {}): Promise<SendOutcome | 'stuck'> =>
    Promise.race([
      stand.channel.send({ ...message, ...changes }),
      sleep(4000, 'stuck' as const, { ref: false }),
    ]);

  it('hands over the message as it is, to one recipient', async () => {
    await against('polite');
    expect(await send()).toMatchObject({
      state: 'accepted',
      code: 250,
      providerId: expect.any(String) as string,
    });
    expect(stand.taken()).toMatchObject([
      { envelopeFrom: 'b-1@example.test', to: ['malee@example.test'] },
    ]);
    const { mime } = stand.taken()[0]!;
    const { headers, from, subject, html, text, messageId } = await PostalMime.parse(mime);
    expect({ from, subject, html: html?.trim(), text: text?.trim(), messageId }).toMatchObject({
      from: message.from,
      subject: message.subject,
      html: message.html,
      text: message.text,
      messageId: '<x@example.test>',
    });
    const values = new Map(headers.map(({ key, value }) => [key, value]));
    for (const [name, value] of Object.entries(message.headers))
      expect(values.get(name.toLowerCase())).toBe(value);
  });

  it('hands over what was put together before, octet by octet', async () => {
    await against('polite');
    const source = Buffer.from('Subject: x\r\n\r\n.one\r\n..two\r\nend\r\n');
    expect(await send({ source })).toMatchObject({ state: 'accepted' });
    expect(stand.taken()[0]!.mime).toBe(source.toString());
  });

  it('sends many at a time, each once, over connections that it keeps', async () => {
    await against('polite', { connections: 3, attemptMs: 5000 });
    const people = Array.from({ length: 40 }, (_, n) => `p${n}@example.test`);
    const outcomes = await Promise.all(people.map((to) => stand.channel.send({ ...message, to })));
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(
      stand
        .taken()
        .flatMap(({ to }) => to)
        .sort(),
    ).toEqual([...people].sort());
    expect(stand.open()).toBeGreaterThan(0);
    expect(stand.open()).toBeLessThanOrEqual(3);
  });

  it('a final refusal of the message is one, and says why', async () => {
    await against('refuses the message');
    expect(await send()).toMatchObject({ state: 'failed', code: 554, status: '5.6.0' });
    expect(await send()).toMatchObject({ state: 'failed', code: 554 });
  });

  it('a passing refusal is passing', async () => {
    await against('refuses for now');
    const outcome = await send();
    expect(outcome).toMatchObject({ state: 'deferred' });
    expect(Math.floor((outcome as { code: number }).code / 100)).toBe(4);
  });

  it('a refusal of the sender is told from one of the recipient', async () => {
    await against('refuses the sender');
    expect(await send()).toMatchObject({ ofSender: true });
  });

  it('nobody is to blame when we are not let in', async () => {
    await against('does not know us');
    expect(await send()).toMatchObject({ state: 'unavailable' });
    expect(stand.taken()).toEqual([]);
  });

  it('nobody is to blame when nobody listens', async () => {
    await against('polite');
    stand.stop();
    expect(await send()).toMatchObject({ state: 'unavailable' });
  });

  it('a break before it has the whole message costs nothing', async () => {
    await against('breaks within the message', { silenceMs: 3000, attemptMs: 3500 });
    // More than lies in buffers on the way.
    const content = Buffer.alloc(24 << 20, 'x');
    const attachments = [{ name: 'x.txt', contentType: 'text/plain', content }];
    expect(await send({ attachments })).toMatchObject({ state: 'unavailable' });
    expect(stand.taken()).toEqual([]);
  });

  it.each(['breaks after the message', 'falls silent after the message'] as const)(
    'it is uncertain when it %s',
    async (behaviour) => {
      await against(behaviour);
      const began = performance.now();
      expect(await send()).toEqual({ state: 'uncertain' });
      expect(performance.now() - began).toBeLessThan(2000);
      // Never twice.
      expect(stand.taken()).toHaveLength(1);
    },
  );

  it('what has waited too long for a connection does not leave any more', async () => {
    await against('falls silent after the message', { silenceMs: 1000, attemptMs: 600 });
    const outcomes = await Promise.all([send(), send({ to: 'second@example.test' })]);
    expect(outcomes).toMatchObject([{ state: 'uncertain' }, { state: 'unavailable' }]);
    await sleep(300);
    expect(stand.taken()).toHaveLength(1);
  });

  it('a connection that was given up while it was idle costs nothing', async () => {
    await against('polite');
    for (let n = 0; n < 3; n += 1) {
      expect(await send()).toMatchObject({ state: 'accepted' });
      stand.hangUp();
      await sleep(50);
    }
    expect(stand.taken()).toHaveLength(3);
  });

  it('puts no line break of a value into the header', async () => {
    await against('polite');
    const evil = 'Hello\r\nBcc: other@example.test\r\n\r\nBody\ud800\u0000';
    const from = { name: evil, address: 'shop@example.test' };
    expect(await send({ subject: evil, from })).toMatchObject({ state: 'accepted' });
    const parsed = await PostalMime.parse(stand.taken()[0]!.mime);
    expect(parsed.bcc ?? []).toEqual([]);
    expect(parsed.html).toContain('สวัสดี');
  });

  it('leaves no connection behind when it is closed', async () => {
    await against('polite');
    await send();
    await stand.channel.close();
    await sleep(100);
    expect(stand.open()).toBe(0);
  });
});
