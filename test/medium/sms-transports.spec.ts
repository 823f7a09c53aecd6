import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, SendOutcome, SmsMessage } from '#libs/messaging';
import { described, httpPeer, own, twilio } from '../support/sms/http-peers.js';
import { smsMessage, type SmsPeer } from '../support/sms/peer.js';
import { Smsc } from '../support/sms/smsc.js';

const thai = 'ลดราคาทั้งร้าน 30% วันนี้ถึงวันอาทิตย์เท่านั้น! '.repeat(4).trim();

/** What every way to send text messages keeps, whatever the other side does. */
describe.each([
  ['a gateway of our own shape', () => httpPeer(own), true],
  ['a gateway that is described by configuration', () => httpPeer(described), false],
  ['Twilio', () => httpPeer(twilio), false],
  ['SMPP', () => Smsc.start(), false],
] as const)('sending text messages through %s', (_name, start, idempotent) => {
  let peer: SmsPeer;
  let channel: Channel<SmsMessage>;

  beforeEach(async () => {
    peer = await start();
    channel = peer.channel({ silenceMs: 600, attemptMs: 1000 });
  });
  afterEach(async () => {
    await channel.close();
    await peer.stop();
  });

  /** The outcome, or `stuck` when the attempt does not end by itself. */
  const send = (changes: Partial<SmsMessage> = {}): Promise<SendOutcome | 'stuck'> =>
    Promise.race([channel.send({ ...smsMessage, ...changes }), sleep(4000, 'stuck' as const)]);

  it.each([
    ['plain', 'Sale today! 50 % off @ the bridge'],
    ['of the extension table', 'Price: €100 {only} [today] ~\\^|'],
    ['Thai', 'สวัสดีค่ะ คุณมาลี'],
    ['long', 'The quick brown fox. '.repeat(20).trim()],
    ['long and Thai', thai],
    ['with pictures', '🎉'.repeat(80)],
    ['that looks like a template', 'Dear {to}, {text}'],
  ])('a text comes through as it was written: %s', async (_, text) => {
    expect(await send({ text })).toMatchObject({
      state: 'accepted',
      providerId: expect.stringMatching(/./) as string,
    });
    expect(peer.heard).toEqual([{ from: 'SAPHAN', to: smsMessage.to, text }]);
  });

  it('a number that nobody has fails alone, and for good', async () => {
    peer.manner = 'refuse the number';
    expect(await send()).toMatchObject({ state: 'failed', verdict: { class: 'hard' } });
    peer.manner = 'take';
    expect(await send()).toMatchObject({ state: 'accepted' });
  });

  it('what is refused for the time being comes again later', async () => {
    peer.manner = 'refuse for the time being';
    expect(await send()).toMatchObject({ state: 'deferred' });
  });

  it('nobody is to blame where everybody is refused', async () => {
    peer.manner = 'refuse everybody';
    expect(await send()).toMatchObject({ state: 'unavailable' });
  });

  it('nobody is to blame where there is no server', async () => {
    await peer.stop();
    expect(await send()).toMatchObject({ state: 'unavailable' });
  });

  it.each(['hang up', 'say nothing'] as const)(
    'is certain only where repeats are told when it hears a message and would %s',
    async (manner) => {
      peer.manner = manner;
      const began = performance.now();
      expect(await send()).toMatchObject({ state: idempotent ? 'unavailable' : 'uncertain' });
      expect(performance.now() - began).toBeLessThan(1500);
    },
  );

  it('several go out at a time, each on its own', async () => {
    const texts = Array.from({ length: 8 }, (_, i) => `Number ${i}`);
    const outcomes = await Promise.all(texts.map((text) => send({ text, messageId: `${text}@x` })));
    expect(outcomes.map((outcome) => outcome !== 'stuck' && outcome.state)).toEqual(
      texts.map(() => 'accepted'),
    );
    expect(peer.heard.map(({ text }) => text).sort()).toEqual(texts);
  });
});

describe('what Twilio answers beyond what it should', () => {
  const answering = async (
    manner: 'take' | 'refuse the number',
    answer: readonly [number, object],
  ) => {
    const peer = await httpPeer({ ...twilio, answers: { ...twilio.answers, [manner]: answer } });
    peer.manner = manner;
    const channel = peer.channel({ silenceMs: 600, attemptMs: 1000 });
    const outcome = await channel.send(smsMessage);
    await channel.close();
    await peer.stop();
    return outcome;
  };

  it.each([99_999_999, 65_536, -1, 21211.5])('%d is no code', async (code) => {
    expect(await answering('refuse the number', [400, { code }])).toMatchObject({
      state: 'failed',
      code: 400,
    });
  });

  it('an id has room in the ledger', async () => {
    expect(await answering('take', [201, { sid: 'S'.repeat(300) }])).toMatchObject({
      providerId: 'S'.repeat(128),
    });
  });
});
