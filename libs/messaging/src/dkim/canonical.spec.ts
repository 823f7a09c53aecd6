import { relaxedBody, relaxedField } from './canonical.js';

describe('the forms that are signed', () => {
  it('are those of RFC 6376 section 3.4.5', () => {
    const body = relaxedBody(Buffer.from(' C \r\nD \t E\r\n\r\n\r\n'));
    expect(body.toString()).toBe(' C\r\nD E\r\n');
    expect(relaxedField({ name: 'b', text: 'B : Y\t\r\n\tZ  ' })).toBe('b:Y Z');
  });
});
