import { AddressHasher, Signer } from './signing.js';

const secret = 's'.repeat(32);
const payload = Buffer.from('delivery 7');

describe('Signer', () => {
  const signer = new Signer('click', { current: secret });

  it('reads back what it signed', () => {
    expect(signer.verify(signer.sign(payload))).toEqual(payload);
  });

  it('refuses a token in which any one byte was changed, or which was cut', () => {
    const token = signer.sign(payload);
    for (let i = 0; i < token.length; i++) {
      const forged = Buffer.from(token);
      forged[i]! ^= 1;
      expect(signer.verify(forged)).toBeNull();
      expect(signer.verify(token.subarray(0, i))).toBeNull();
    }
  });

  it('refuses a token of another purpose', () => {
    const other = new Signer('unsubscribe', { current: secret });
    expect(signer.verify(other.sign(payload))).toBeNull();
  });

  it('accepts yesterday’s tokens after the secret was changed', () => {
    const next = new Signer('click', { current: 'n'.repeat(32), previous: secret });
    expect(next.verify(signer.sign(payload))).toEqual(payload);
    expect(signer.verify(next.sign(payload))).toBeNull();
  });
});

describe('AddressHasher', () => {
  it('depends on the key and on nothing else', () => {
    const hash = (key: string) => new AddressHasher(key).hash('a@example.test').toString('hex');
    expect(hash(secret)).toBe(hash(secret));
    expect(hash(secret)).not.toBe(hash('t'.repeat(32)));
  });
});
