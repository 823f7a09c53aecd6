import { countSegments } from './sms.js';

describe('SMS segments (3GPP TS 23.038)', () => {
  it.each([
    ['', 'GSM-7', 0],
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    [`${'a'.repeat(159)}€`, 'GSM-7', 2],
    ['ก'.repeat(70), 'UCS-2', 1],
    ['ก'.repeat(71), 'UCS-2', 2],
  ])('%s', (text, encoding, count) => {
    expect(countSegments(text)).toMatchObject({ encoding, count });
  });

  it('names the characters that force UCS-2, each once', () => {
    expect(countSegments('Sale ฿100, ฿200 “now”').forcing).toEqual(['฿', '“', '”']);
    expect(countSegments('Sale 100').forcing).toEqual([]);
  });
});
