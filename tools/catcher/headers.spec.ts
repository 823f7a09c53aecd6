import { readHeaders } from './headers.js';

const read = (lines: string[]): Map<string, string> => readHeaders(Buffer.from(lines.join('\r\n')));

describe('readHeaders', () => {
  it('unfolds, decodes and stops at the body', () => {
    const fields = read([
      'Message-ID: <1@example.test>',
      'X-Saphan-Campaign:',
      ' 42',
      'Subject: =?UTF-8?Q?=E0=B8=AA=E0=B8=B0?=',
      '\t=?UTF-8?Q?=E0=B8=9E=E0=B8=B2=E0=B8=99?=',
      '',
      'Subject: in the body',
    ]);
    expect(fields.get('message-id')).toBe('<1@example.test>');
    expect(fields.get('x-saphan-campaign')).toBe('42');
    expect(fields.get('subject')).toBe('สะพาน');
  });

  it('keeps the first of a field that repeats, and raw UTF-8 (RFC 6532)', () => {
    const fields = read(['Subject: ลดราคา', 'Subject: second', '', '']);
    expect(fields.get('subject')).toBe('ลดราคา');
  });

  it('reads a message without a body or with bare line feeds', () => {
    expect(read(['To: a@example.test']).get('to')).toBe('a@example.test');
    expect(readHeaders(Buffer.from('To: b\n\nTo: c')).get('to')).toBe('b');
  });
});
