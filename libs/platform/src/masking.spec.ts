import { masked, maskedPayload } from './masking.js';

describe('masking', () => {
  it.each([
    ['no mailbox for malee@example.test here', 'no mailbox for … here'],
    ['<somchai@ตัวอย่าง.ไทย>: no', '<…>: no'],
    ['call +66 81-234-5678 now', 'call … now'],
    ['0812345678', '…'],
    ['550 5.1.1 after 3 attempts', '550 5.1.1 after 3 attempts'],
  ])('%s', (text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it('leaves ids, and looks into what lies deep', () => {
    expect(
      maskedPayload({ deliveryId: '1234567890', to: ['a@b.test'], more: { phone: '0812345678' } }),
    ).toEqual({ deliveryId: '1234567890', to: ['…'], more: { phone: '…' } });
  });
});
