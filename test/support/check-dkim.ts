import { createHash, verify, type KeyObject } from 'node:crypto';

/**
 * As a receiver reads a signature, by the words of RFC 6376 and with nothing of what signs.
 * @param which of several, from the top.
 */
export function checkDkim(
  signed: Buffer,
  open: KeyObject,
  which: number,
): 'pass' | 'body' | 'signature' {
  const text = signed.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const body = text.slice(end + 4);
  const own = fields.filter((field) => /^dkim-signature:/i.test(field))[which]!;
  const tags = new Map(
    own
      .slice(own.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1)]),
  );
  const compact = (name: string) => (tags.get(name) ?? '').replace(/\s/g, '');
  const relaxBody = body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '\r\n')
    .replace(/^\r\n$/, '');
  const hash = createHash('sha256').update(relaxBody, 'latin1').digest('base64');
  if (hash !== compact('bh')) return 'body';
  const relax = (field: string) => {
    const colon = field.indexOf(':');
    const value = field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return `${field.slice(0, colon).toLowerCase().trim()}:${value}`;
  };
  const left = [...fields];
  let data = '';
  for (const name of compact('h').split(':')) {
    const last = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`));
    if (last >= 0) data += `${relax(left.splice(last, 1)[0]!)}\r\n`;
  }
  data += relax(own.replace(/([;:]\s*b=)[^;]*$/, '$1'));
  const value = Buffer.from(compact('b'), 'base64');
  const ok =
    compact('a') === 'rsa-sha256'
      ? verify('sha256', Buffer.from(data, 'latin1'), open, value)
      : verify(null, createHash('sha256').update(data, 'latin1').digest(), open, value);
  return ok ? 'pass' : 'signature';
}
