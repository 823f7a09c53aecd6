import { CsvReader, maxRecordBytes } from './csv-reader.js';
import type { CsvFormat } from './csv-reader.js';
import type { FileRecord, ReadFrom } from './record.js';

const inParts = (bytes: Buffer, size: number) =>
  async function* (from: number): AsyncGenerator<Buffer> {
    for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };

async function read(
  file: string | Buffer,
  {
    size = 7,
    from = { byte: 0, line: 1 },
    ...format
  }: Partial<CsvFormat> & { size?: number; from?: ReadFrom } = {},
): Promise<FileRecord[]> {
  const reader = new CsvReader({ encoding: 'utf-8', delimiter: ',', ...format }, from);
  const records: FileRecord[] = [];
  for await (const batch of reader.read(inParts(Buffer.from(file), size))) records.push(...batch);
  return records;
}

/** A record in short: its line with its fields, or with the code of its fault. */
const short = (record: FileRecord): string =>
  `${record.line}:${'fault' in record ? record.fault.code : record.fields.join('|')}`;

describe('CsvReader', () => {
  it('cuts records, whatever the pieces are, and counts physical lines', async () => {
    const file = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"""\n3,ก\n';
    for (const size of [1, 2, 3, 5, 8, 13, 100])
      expect((await read(file, { size, columns: 2 })).map(short)).toEqual([
        '1:a|b',
        '2:1|x\r\ny',
        '5:2|say "hi"',
        '6:3|ก',
      ]);
  });

  it('goes on exactly behind any record', async () => {
    const file = Buffer.from('a,b\n1,"x\ny"\n\n2,z\n3,ก');
    const all = await read(file, { columns: 2 });
    for (const [i, { end, nextLine }] of all.entries())
      expect(await read(file, { columns: 2, from: { byte: end, line: nextLine } })).toEqual(
        all.slice(i + 1),
      );
  });

  it('gives up one line for a quote that is never closed', async () => {
    const file = 'a,b\n1,"x\n2,y\n3,z\n';
    for (const size of [1, 4, 100])
      expect((await read(file, { size, columns: 2 })).map(short)).toEqual([
        '1:a|b',
        '2:import.quote_invalid',
        '3:2|y',
        '4:3|z',
      ]);
  });

  it('is not misled by two stray quotes that seem to belong together', async () => {
    const file = 'a,b\n1,"x\n2,y\n3",z\n4,"q"\n';
    expect((await read(file, { columns: 2 })).map(short)).toEqual([
      '1:a|b',
      '2:import.quote_invalid',
      '3:2|y',
      '4:import.quote_invalid',
      '5:4|q',
    ]);
  });

  it('refuses text around quotes', async () => {
    const file = 'a,b\n1,"x"y\n2,p"q\n3,z';
    expect((await read(file, { columns: 2 })).map(short)).toEqual([
      '1:a|b',
      '2:import.quote_invalid',
      '3:import.quote_invalid',
      '4:3|z',
    ]);
  });

  it('refuses rows that are too wide or too narrow, and passes over empty ones', async () => {
    const file = 'a,b\n1\n1,2,3\n,\n  ,\n4,5\n';
    expect((await read(file, { columns: 2 })).map(short)).toEqual([
      '1:a|b',
      '2:import.column_count',
      '3:import.column_count',
      '6:4|5',
    ]);
  });

  it.each([
    ['one line', 'x'.repeat(3 * maxRecordBytes)],
    ['a quoted field', `"${'x'.repeat(3 * maxRecordBytes)}"`],
  ])('bounds a record that is %s of 384 KB', async (_, huge) => {
    const file = `a,b\n1,${huge}\n2,y\n`;
    expect((await read(file, { size: 50_000, columns: 2 })).map(short)).toEqual([
      '1:a|b',
      '2:import.record_too_large',
      '3:2|y',
    ]);
  });

  it('bounds a quoted field of many lines', async () => {
    const lines = `${'x'.repeat(999)}\n`.repeat(200);
    const records = await read(`a,b\n1,"${lines}",\n2,y\n`, { size: 65_536, columns: 2 });
    expect(records.slice(0, 2).map(short)).toEqual(['1:a|b', '2:import.record_too_large']);
    expect(short(records.at(-1)!)).toBe('203:2|y');
  });

  it('decodes single-byte Thai', async () => {
    const thai = Buffer.from([0xca, 0xc7, 0xd1, 0xca, 0xb4, 0xd5]);
    const file = Buffer.concat([Buffer.from('a,b\n1,"'), thai, Buffer.from('"\n')]);
    expect((await read(file, { encoding: 'tis-620', columns: 2 })).map(short)).toEqual([
      '1:a|b',
      '2:1|สวัสดี',
    ]);
  });
});
