import { findBadByte, requireEncoding, type FileEncoding } from './encoding.js';

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const thai = Buffer.from([0xca, 0xc7, 0xd1, 0xca, 0xb4, 0xd5]);

async function messageOf(file: Buffer, encoding: FileEncoding): Promise<string> {
  try {
    await requireEncoding(() => inParts(file, 5), encoding, file.subarray(0, 8));
    return 'fine';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('encodings', () => {
  it('finds the first bad byte, whatever the pieces are', async () => {
    const file = Buffer.concat([Buffer.from('ก,ข\nค,'), thai, Buffer.from('\n')]);
    for (const size of [1, 2, 3, 4, 7, 100])
      expect(await findBadByte(inParts(file, size), 'utf-8')).toMatchObject({ line: 2, byte: 13 });
  });

  it('takes characters that two pieces share', async () => {
    const file = Buffer.from('ชื่อ,😀\n'.repeat(20));
    for (const size of [1, 2, 3, 5, 7])
      expect(await findBadByte(inParts(file, size), 'utf-8')).toBeNull();
  });

  it('notices a file that breaks off within a character', async () => {
    const file = Buffer.from('a,ก').subarray(0, 4);
    expect(await findBadByte(inParts(file, 2), 'utf-8')).toMatchObject({ line: 1, byte: 3 });
  });

  it('guesses what the file is in', async () => {
    expect(await messageOf(Buffer.concat([Buffer.from('a\n'), thai]), 'utf-8')).toMatch(
      /line 2, byte 4 is C7.*tis-620/,
    );
    expect(await messageOf(Buffer.from('\ufeffชื่อ', 'utf16le'), 'utf-8')).toMatch(/UTF-16/);
    expect(await messageOf(Buffer.from([0x41, 0xfe, 0x42]), 'tis-620')).toMatch(/byte 2 is FE/);
    expect(await messageOf(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]), 'utf-8')).toMatch(
      /in which it was saved/,
    );
    expect(await messageOf(Buffer.from('a,b\n'), 'tis-620')).toBe('fine');
    expect(await messageOf(Buffer.from('a,กู\n'), 'windows-874')).toMatch(/5 is 81.*utf-8/);
    expect(await messageOf(Buffer.from('a,ดูสิ'), 'tis-620')).toMatch(/all of it is UTF-8/);
    expect(await messageOf(thai, 'tis-620')).toBe('fine');
    expect(await messageOf(Buffer.from('\ufeffก'), 'utf-8')).toBe('fine');
  });
});
