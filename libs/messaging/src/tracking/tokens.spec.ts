import { Signer, type Env } from '#libs/platform';
import { TrackingTokens } from './tokens.js';

const env = {
  appSecret: 'a'.repeat(32),
  previousAppSecret: null,
  addressSecret: 'b'.repeat(32),
  publicUrl: 'https://m.example.test',
  mailDomain: 'mail.example.test',
} as Env;

const tokens = new TrackingTokens(env);
const id = String(2 ** 48 - 1);
const last = (url: string) => url.split('/').at(-1)!;

describe('TrackingTokens', () => {
  it('leads back to the delivery', () => {
    expect(tokens.readOpen(last(tokens.openUrl(id)).replace('.gif', ''))).toBe(id);
    expect(tokens.readClick(last(tokens.clickUrl('7', 300)))).toEqual({
      deliveryId: '7',
      position: 300,
    });
    expect(tokens.readUnsubscribe(last(tokens.unsubscribeUrl(id)))).toBe(id);
    expect(tokens.readEnvelopeFrom(tokens.envelopeFrom(id))).toBe(id);
  });

  it('reads an envelope sender whose case a mail server has changed', () => {
    expect(tokens.readEnvelopeFrom(tokens.envelopeFrom('42').toUpperCase())).toBe('42');
  });

  it('keeps the local part within 64 octets (RFC 5321 section 4.5.3.1.1)', () => {
    expect(tokens.envelopeFrom(id).split('@')[0]!.length).toBeLessThanOrEqual(64);
  });

  it('takes no token for another purpose, nor one with a changed character', () => {
    const open = last(tokens.openUrl(id)).replace('.gif', '');
    expect(tokens.readUnsubscribe(open)).toBeNull();
    expect(tokens.readClick(open)).toBeNull();
    const click = last(tokens.clickUrl('7', 1));
    for (let i = 0; i < click.length; i++) {
      const other = click[i] === 'A' ? 'B' : 'A';
      expect(tokens.readClick(click.slice(0, i) + other + click.slice(i + 1))).toBeNull();
    }
    expect(tokens.readClick(`${click}=`)).toBeNull();
    expect(tokens.readClick('')).toBeNull();
  });

  it('reads what was signed before tokens were sealed', () => {
    const secrets = { current: env.appSecret };
    const eight = Buffer.from([0, 0, 0, 0, 0, 0, 0, 7]);
    const token = (purpose: string, payload: Buffer) =>
      new Signer(purpose, secrets).sign(payload).toString('base64url');
    expect(tokens.readOpen(token('open', eight))).toBe('7');
    expect(tokens.readUnsubscribe(token('unsubscribe', eight))).toBe('7');
    const click = Buffer.concat([eight, Buffer.from([1, 44])]);
    expect(tokens.readClick(token('click', click))).toEqual({ deliveryId: '7', position: 300 });
    expect(tokens.readClick(token('click', eight))).toBeNull();
  });

  it('reads what hangs on the secret before, and on no other', () => {
    const later = { ...env, appSecret: 'c'.repeat(32) };
    const open = last(tokens.openUrl('7')).replace('.gif', '');
    const known = new TrackingTokens({ ...later, previousAppSecret: env.appSecret });
    expect(known.readOpen(open)).toBe('7');
    expect(new TrackingTokens(later).readOpen(open)).toBeNull();
  });

  it('gives one delivery one Message-ID, also after the app secret was changed', () => {
    const later = new TrackingTokens({ ...env, appSecret: 'c'.repeat(32) });
    expect(later.messageId('7')).toBe(tokens.messageId('7'));
    expect(tokens.messageId('8')).not.toBe(tokens.messageId('7'));
  });

  it('reads a Message-ID back, and no other', () => {
    expect(tokens.readMessageId(`<${tokens.messageId(id).toUpperCase()}>`)).toBe(id);
    expect(tokens.readMessageId(tokens.messageId('7').replace(/@.*/, '@relay.test'))).toBe('7');
    const made = tokens.messageId('7');
    for (let i = 0; i < 32; i++) {
      const other = made[i] === '0' ? '1' : '0';
      expect(tokens.readMessageId(made.slice(0, i) + other + made.slice(i + 1))).toBeNull();
    }
    for (const foreign of ['', '<x@y>', `${'0'.repeat(32)}@mail.example.test`])
      expect(tokens.readMessageId(foreign)).toBeNull();
  });
});
