import { decodeSingleByte, firstUndefined } from './single-byte.js';

describe('single-byte encodings', () => {
  it('decodes Thai and what Microsoft added', () => {
    expect(decodeSingleByte('tis-620', '\xA1\xD9\xDA\xDF\xFB a\x80\x85')).toBe('กฺู฿๛ a€…');
    expect(decodeSingleByte('windows-1252', '\x80\x93caf\xE9\x94\xFF')).toBe('€“café”ÿ');
  });

  it('finds bytes that mean nothing', () => {
    expect(firstUndefined('tis-620', Buffer.from([0x41, 0xa1, 0xdb]))).toBe(2);
    expect(firstUndefined('windows-874', Buffer.from([0xfb, 0xfc]))).toBe(1);
    expect(firstUndefined('windows-1252', Buffer.from([0x80, 0x81]))).toBe(1);
    expect(firstUndefined('iso-8859-1', Buffer.from('plain\x7f', 'latin1'))).toBe(-1);
  });
});
