import { IdSeal } from './id-seal.js';

const secret = 's'.repeat(32);

describe('IdSeal', () => {
  const seal = new IdSeal('message-id', secret);
  const eight = Buffer.from('00000007', 'ascii');

  it('gives the same for the same, and reads it back', () => {
    expect(seal.close(eight)).toEqual(seal.close(eight));
    expect(seal.open(seal.close(eight))).toEqual(eight);
  });

  it('opens nothing that another key sealed, or in which a byte was changed', () => {
    const block = seal.close(eight);
    expect(new IdSeal('other', secret).open(block)).toBeNull();
    expect(seal.open(block.subarray(1))).toBeNull();
    for (let i = 0; i < block.length; i++) {
      const forged = Buffer.from(block);
      forged[i]! ^= 1;
      expect(seal.open(forged)).toBeNull();
    }
  });
});
