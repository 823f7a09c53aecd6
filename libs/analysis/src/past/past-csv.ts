import { Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import type { PastLayout, PastOutcome } from './past-campaign.js';
import { wrongFile } from './past.errors.js';
import { Tally, type PastRow, type PastTally } from './tally.js';

/** Bytes of a file that is read while its sender waits. */
const mostBytes = 64 * 1024 * 1024;
const mostRecordBytes = 64 * 1024;
const mostDigits = 24;

const yes = new Set(['1', 'true', 'yes', 'y', 'ใช่']);
const no = new Set(['', '0', 'false', 'no', 'n', 'ไม่']);
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$/;

/**
 * Sums up a CSV file (RFC 4180, UTF-8) with a header line. A row that cannot be read refuses the file:
 * whoever was left out would bend the result. Nothing in a field is 0, or no: most people do nothing.
 * @throws DomainError past.* that names line and column
 */
export async function tallyOf(
  file: AsyncIterable<Uint8Array>,
  layout: PastLayout,
): Promise<PastTally> {
  const rows = Readable.from(bounded(file), { objectMode: false }).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => checked(header, layout),
      info: true,
      trim: true,
      skip_empty_lines: true,
      max_record_size: mostRecordBytes,
    }),
  );
  const tally = new Tally(layout);
  let isEmpty = true;
  try {
    for await (const each of rows as AsyncIterable<{ record: Fields; info: Info }>) {
      isEmpty = false;
      tally.add(rowOf(each.record, layout, each.info.lines));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw wrongFile('past.csv_invalid', error.message, lineOf(error));
  }
  if (isEmpty) throw wrongFile('past.empty', 'The file has no rows.');
  const { result } = tally;
  if (!(layout.control in result.arms))
    throw wrongFile('past.no_control', `Nobody in the file is in group ${layout.control}.`);
  return result;
}

/** csv-parse counts lines, and types them loosely. */
const lineOf = ({ lines }: CsvError): string => `line ${typeof lines === 'number' ? lines : 1}`;

type Fields = Readonly<Record<string, string>>;

async function* bounded(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw wrongFile('past.file_too_large', `The file is larger than ${mostBytes} bytes.`);
    yield chunk;
  }
}

function checked(header: string[], { arm, outcomes, groups, before }: PastLayout): string[] {
  const wanted = [arm, ...outcomes.map(({ column }) => column), ...groups];
  for (const column of before === null ? wanted : [...wanted, before]) {
    const found = header.filter((name) => name === column).length;
    if (found !== 1)
      throw wrongFile(
        'past.unknown_column',
        `The file has ${found === 0 ? 'no column' : 'several columns'} ${column}.`,
        `line 1, column ${column}`,
      );
  }
  return header;
}

function rowOf(fields: Fields, layout: PastLayout, line: number): PastRow {
  const arm = fields[layout.arm]!;
  if (arm === '')
    throw wrongFile(
      'past.no_arm',
      'Somebody is in no group.',
      `line ${line}, column ${layout.arm}`,
    );
  return {
    arm,
    outcomes: layout.outcomes.map((outcome) => valueOf(fields, outcome, line)),
    groups: layout.groups.map((column) => fields[column]!.slice(0, 200)),
    before:
      layout.before === null
        ? 0
        : valueOf(fields, { column: layout.before, kind: 'number', currency: null }, line),
  };
}

function valueOf(fields: Fields, { column, kind }: PastOutcome, line: number): number {
  const text = fields[column]!;
  const place = `line ${line}, column ${column}`;
  if (kind === 'yes_no') {
    const word = text.toLowerCase();
    if (yes.has(word)) return 1;
    if (no.has(word)) return 0;
    throw wrongFile('past.not_yes_no', 'Neither yes nor no (1, 0, true, false, yes, no).', place);
  }
  if (text === '') return 0;
  if (text.length > mostDigits || !decimal.test(text))
    throw wrongFile('past.not_a_number', 'Not a number.', place);
  return Number(text);
}
