import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { md5First32 } from './md5.js';

const expected = (text: string): number => createHash('md5').update(text).digest().readUInt32BE();

describe('the first 32 bits of MD5', () => {
  // RFC 1321, A.5.
  it.each([
    ['', 0xd41d8cd9],
    ['abc', 0x90015098],
    ['message digest', 0xf96b697d],
  ])('of %j', (text, first) => expect(md5First32(text)).toBe(first));

  it('is what another implementation says, for texts of one block and of many', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(md5First32(text)).toBe(expected(text));
      }),
      { numRuns: 500 },
    );
    for (let length = 0; length < 200; length += 1) {
      expect(md5First32('x'.repeat(length))).toBe(expected('x'.repeat(length)));
    }
  });
});
