import { BlankReader } from './blank-reader.js';
import type { FileRecord } from './record.js';

async function read(
  file: string,
  size: number,
  from = { byte: 0, line: 1 },
): Promise<FileRecord[]> {
  const bytes = Buffer.from(file);
  const records: FileRecord[] = [];
  async function* pieces(at: number) {
    for (; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  for await (const batch of new BlankReader(from).read(pieces)) records.push(...batch);
  return records;
}

describe('BlankReader', () => {
  const file = ' 1 19970101  2   11.77\r\n\r\n 2 19970102 1 0.00\r\n 3 x';

  it('parts lines by blanks, whatever the pieces are', async () => {
    for (const size of [1, 3, 10, 1000])
      expect(await read(file, size)).toEqual([
        { line: 1, nextLine: 2, end: 24, fields: ['1', '19970101', '2', '11.77'] },
        { line: 3, nextLine: 4, end: 46, fields: ['2', '19970102', '1', '0.00'] },
        { line: 4, nextLine: 5, end: 50, fields: ['3', 'x'] },
      ]);
  });

  it('goes on behind any record', async () => {
    expect(await read(file, 7, { byte: 24, line: 2 })).toEqual((await read(file, 7)).slice(1));
  });

  it('refuses a line that is too long, and reads on', async () => {
    const records = await read(`${'9'.repeat(1200)}\n1 2\n`, 100);
    expect(records).toMatchObject([
      { line: 1, fault: { code: 'import.record_too_large' } },
      { line: 2 },
    ]);
  });
});
