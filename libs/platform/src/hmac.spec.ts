import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Hmac } from './hmac.js';

describe('Hmac', () => {
  it('is Node’s, for every length', () => {
    const bytes = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(bytes, bytes, (key, data) => {
        const wanted = createHmac('sha256', key).update(data).digest('hex');
        expect(new Hmac(key).digest(data).toString('hex')).toBe(wanted);
      }),
    );
    const hmac = new Hmac(Buffer.from('key'));
    for (let length = 0; length < 70; length++) {
      const data = Buffer.alloc(length, length);
      const wanted = createHmac('sha256', 'key').update(data).digest('hex');
      expect(hmac.digest(data).toString('hex')).toBe(wanted);
    }
  });
});
