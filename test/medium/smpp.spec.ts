import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { readSmppAddress, type SmppChannel, type SmsMessage } from '#libs/messaging';
import { smsMessage } from '../support/sms/peer.js';
import { Smsc } from '../support/sms/smsc.js';
import { until } from '../support/until.js';

const limits = { silenceMs: 2000, attemptMs: 4000 };

let smsc: Smsc;
const channels: SmppChannel[] = [];

beforeEach(async () => {
  smsc = await Smsc.start();
});
afterEach(async () => {
  await Promise.all(channels.splice(0).map((channel) => channel.close()));
  await smsc.stop();
});

function channelTo(
  peer: Smsc,
  more: Parameters<Smsc['channel']>[1] = {},
  changes = {},
): SmppChannel {
  const channel = peer.channel({ ...limits, ...changes }, more);
  channels.push(channel);
  return channel;
}

const messages = (n: number): SmsMessage[] =>
  Array.from({ length: n }, (_, i) => ({ ...smsMessage, messageId: `${i}@x`, text: `No ${i}` }));

describe('what is said to a message centre', () => {
  it('it binds once, as a transceiver of SMPP 3.4, and says good-bye', async () => {
    const channel = smsc.channel(limits);
    for (const message of messages(3)) await channel.send(message);
    expect(smsc.binds).toHaveLength(1);
    expect(smsc.binds[0]).toMatchObject({
      command: 'bind_transceiver',
      system_id: 'saphan',
      password: 'secret',
      interface_version: 0x34,
    });
    await channel.close();
    await until(async () => smsc.sessions.size === 0);
  });

  it.each([
    ['SAPHAN MAI', 5, 0, 'SAPHAN MAI'],
    ['+66912345678', 1, 1, '66912345678'],
    ['66912345678', 1, 1, '66912345678'],
    ['48999', 3, 0, '48999'],
  ])('who it is from: %s', async (from, ton, npi, address) => {
    await channelTo(smsc).send({ ...smsMessage, from });
    expect(smsc.parts[0]!.pdu).toMatchObject({
      source_addr_ton: ton,
      source_addr_npi: npi,
      source_addr: address,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '66812345678',
      registered_delivery: 1,
    });
  });

  it('a plain text is the default alphabet, a Thai one UCS-2', async () => {
    const channel = channelTo(smsc);
    await channel.send({ ...smsMessage, text: 'Hello @ €' });
    await channel.send({ ...smsMessage, text: 'สวัสดี' });
    expect(smsc.parts.map(({ pdu }) => [pdu.data_coding, pdu.esm_class])).toEqual([
      [0x00, 0],
      [0x08, 0],
    ]);
  });

  it('a long text goes in parts with a reference that a repeat has, too, and all ids are kept', async () => {
    const text = 'สวัสดีค่ะ '.repeat(20);
    const channel = channelTo(smsc);
    const outcome = await channel.send({ ...smsMessage, text });
    expect(smsc.parts.map(({ seq, total }) => [seq, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(outcome).toMatchObject({
      providerId: '00000001',
      partIds: ['00000001', '00000002', '00000003'],
    });
    await channel.send({ ...smsMessage, text });
    await channel.send({ ...smsMessage, text, messageId: 'another@x' });
    const references = smsc.parts.filter(({ seq }) => seq === 1).map((part) => part.reference);
    expect(references[1]).toBe(references[0]);
    expect(references[2]).not.toBe(references[0]);
  });

  it('no more is without an answer than the window has places', async () => {
    smsc.delayMs = 30;
    const channel = channelTo(smsc, { window: 3 });
    await Promise.all(messages(12).map((message) => channel.send(message)));
    expect(smsc.mostWaiting).toBe(3);
    expect(smsc.heard).toHaveLength(12);
  });

  it('over TLS, to whom the certificate names alone', async () => {
    const [key, cert] = await Promise.all(
      ['key', 'cert'].map((name) => readFile(`test/fixtures/sns/${name}.pem`)),
    );
    const secure = await Smsc.start({ key, cert });
    expect(await channelTo(secure, {}, { silenceMs: 500 }).send(smsMessage)).toMatchObject({
      state: 'unavailable',
      why: expect.stringMatching(/certificate|self/i) as string,
    });
    await secure.stop();
  });
});

describe('a message centre that misbehaves', () => {
  it('is given less after it said that it is too much, and its message comes later', async () => {
    smsc.script.push(0x58);
    const channel = channelTo(smsc);
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'deferred', code: 0x58 });
    const began = performance.now();
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'accepted' });
    const first = performance.now() - began;
    expect(first).toBeGreaterThan(800);
    expect(first).toBeLessThan(2000);
  });

  it('the pause doubles until something is taken', async () => {
    const channel = channelTo(smsc);
    const pauses: number[] = [];
    for (const status of [0x58, 0x14, 0, 0x58, 0]) {
      smsc.script.push(status);
      const began = performance.now();
      await channel.send(smsMessage);
      pauses.push(Math.round((performance.now() - began) / 1000));
    }
    expect(pauses).toEqual([0, 1, 2, 0, 1]);
  });

  it('what is not before the attempt must end is not waited for', async () => {
    smsc.script.push(0x58);
    const channel = channelTo(smsc, {}, { attemptMs: 700, silenceMs: 500 });
    await channel.send(smsMessage);
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'unavailable' });
  });

  it('a message that has begun is gone on with after a pause', async () => {
    smsc.script.push(0, 0x58);
    const outcome = await channelTo(smsc).send({ ...smsMessage, text: 'x'.repeat(300) });
    expect(outcome).toMatchObject({ state: 'accepted', partIds: ['00000001', '00000002'] });
    expect(smsc.heard.map(({ text }) => text)).toEqual(['x'.repeat(300)]);
  });

  it.each([
    [0x0a, { state: 'failed', verdict: { class: 'block', rule: 'sender_rejected' } }],
    [0x0b, { state: 'failed', verdict: { class: 'hard', rule: 'bad_number' } }],
    [0x08, { state: 'deferred' }],
    [0x04, { state: 'unavailable' }],
    [0x45, { state: 'failed', verdict: { class: 'block', rule: 'rejected' } }],
    [0x401, { state: 'failed', code: 0x401, verdict: { class: 'unknown' } }],
  ])('its status %d is understood', async (status, outcome) => {
    smsc.script.push(status);
    expect(await channelTo(smsc).send(smsMessage)).toMatchObject(outcome);
  });

  it('is connected with again after it hung up, and what was under way then is uncertain', async () => {
    const channel = channelTo(smsc);
    smsc.script.push('hang up');
    expect(await channel.send(smsMessage)).toEqual({ state: 'uncertain' });
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'accepted' });
    expect(smsc.binds).toHaveLength(2);
  });

  it('is left when it answers no enquire_link, and tried again', async () => {
    const channel = channelTo(smsc, { enquireMs: 100 }, { silenceMs: 300 });
    await channel.send(smsMessage);
    await until(async () => smsc.enquired > 1);
    smsc.deaf = true;
    await until(async () => smsc.binds.length > 1);
    smsc.deaf = false;
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'accepted' });
  });

  it('is answered when it asks whether we are there, and when it leaves', async () => {
    const channel = channelTo(smsc);
    await channel.send(smsMessage);
    const [session] = smsc.sessions;
    const status = await new Promise((resolve) => session!.enquire_link({}, (answer) => resolve(answer.command))); // prettier-ignore
    expect(status).toBe('enquire_link_resp');
    const bye = await new Promise((resolve) => session!.unbind({}, (answer) => resolve(answer.command))); // prettier-ignore
    expect(bye).toBe('unbind_resp');
    await sleep(50);
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'accepted' });
  });

  it('is waited for while it starts', async () => {
    const { port } = smsc;
    const channel = channelTo(smsc);
    await smsc.stop();
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'unavailable' });
    smsc = await Smsc.start({}, port);
    expect(await channel.send(smsMessage)).toMatchObject({ state: 'accepted' });
  });
});

describe('SMPP_URL', () => {
  it('names who logs in where', () => {
    expect(readSmppAddress('ssmpp://id:p%40ss@smsc.example.test?system_type=WEB')).toEqual({
      host: 'smsc.example.test',
      port: 3550,
      tls: true,
      systemId: 'id',
      password: 'p@ss',
      systemType: 'WEB',
    });
  });

  it.each([
    ['smpp://host', 'must name a host and a user'],
    ['smpp://id:pw@host?colour=red', 'knows no “colour”'],
  ])('%s is refused', (url, why) => expect(() => readSmppAddress(url)).toThrow(why));
});
