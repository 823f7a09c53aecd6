import { parse, type Parser } from 'csv-parse';
import type { FileEncoding } from './encoding.js';
import { decodeSingleByte } from './single-byte.js';
import { countLines, type FilePieces, type FileRecord, type ReadFrom } from './record.js';

/** Bytes that one record may have: bounds the memory that a quote which is never closed can take. */
export const maxRecordBytes = 128 * 1024;

export interface CsvFormat {
  encoding: FileEncoding;
  delimiter: string;
  /** Fields that each record must have. */
  columns?: number;
}

/** A record as csv-parse found it: its fields and the offset behind it. */
interface Found {
  fields: string[];
  end: number;
}

const faults = {
  quote: {
    code: 'import.quote_invalid',
    message: 'A quotation mark is not closed, or stands where none may stand.',
  },
  size: {
    code: 'import.record_too_large',
    message: `A record has at most ${maxRecordBytes / 1024} KB.`,
  },
} as const;

/**
 * Cuts CSV (RFC 4180) into records. A record that cannot be read costs its first line and nothing
 * else: reading starts again behind that line, so that a quote which is never closed does not swallow
 * the good rows after it.
 */
export class CsvReader {
  /** Bytes behind the last record that was handed out, not yet part of one. */
  private held = Buffer.alloc(0);
  /** Offset of held[0] and number of its line. */
  private byte: number;
  private line: number;
  private parser: Parser;
  private found: Found[] = [];
  /** Offset at which the present parser began. */
  private parserStart: number;
  private fault: keyof typeof faults | null = null;
  private readonly decode: (text: string) => string;

  constructor(
    private readonly format: CsvFormat,
    from: ReadFrom,
  ) {
    this.byte = this.parserStart = from.byte;
    this.line = from.line;
    this.decode = decoderOf(format.encoding);
    this.parser = this.newParser();
  }

  /** Reads to the end; yields records in batches as they come off the pieces. */
  async *read(pieces: FilePieces): AsyncGenerator<FileRecord[]> {
    for await (const piece of pieces(this.byte)) {
      this.held = this.held.length === 0 ? Buffer.from(piece) : Buffer.concat([this.held, piece]);
      yield await this.advance(piece);
    }
    yield await this.finish();
  }

  private newParser(): Parser {
    this.found = [];
    this.fault = null;
    const parser = parse({
      delimiter: this.format.delimiter,
      record_delimiter: ['\r\n', '\n'],
      encoding: this.format.encoding === 'utf-8' ? 'utf8' : 'latin1',
      max_record_size: maxRecordBytes,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (fields: string[], { bytes }) => {
        this.found.push({ fields, end: this.parserStart + bytes });
        return null;
      },
    });
    // The faults of a parser that has been given up are of no interest.
    parser.on('error', (error) => {
      if (this.parser === parser) this.fault = faultOf(error);
    });
    parser.resume();
    return parser;
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.parser.destroyed) return;
    const error = await new Promise<Error | null | undefined>((resolve) => {
      this.parser.write(bytes, resolve);
    });
    if (error) this.fault = faultOf(error);
  }

  /** Feeds bytes to the parser and hands out what it finds, starting again where it breaks. */
  private async advance(bytes: Buffer): Promise<FileRecord[]> {
    await this.write(bytes);
    const records = this.take();
    while (this.fault) {
      const skipped = this.skipLine();
      if (!skipped) return records;
      records.push(skipped, ...(await this.restart()));
    }
    return records;
  }

  private async finish(): Promise<FileRecord[]> {
    await end(this.parser);
    const records = this.take();
    while (this.fault) {
      const skipped = this.skipLine() ?? this.skipTo(this.held.length);
      records.push(skipped, ...(await this.restart()));
      await end(this.parser);
      records.push(...this.take());
    }
    return records;
  }

  /** Reads again from where the held bytes begin. */
  private async restart(): Promise<FileRecord[]> {
    this.parserStart = this.byte;
    this.parser.destroy();
    this.parser = this.newParser();
    await this.write(this.held);
    return this.take();
  }

  /**
   * Records found so far, without those that are empty throughout. One that spans lines and has the
   * wrong width ends the taking as a fault: two stray quotes made it.
   */
  private take(): FileRecord[] {
    const records: FileRecord[] = [];
    for (const { fields, end: endByte } of this.found) {
      const record = this.cut(endByte - this.byte, fields);
      if (!record) {
        this.fault = 'quote';
        break;
      }
      if (fields.some((field) => field.trim() !== '')) records.push(record);
    }
    this.found = [];
    return records;
  }

  /** The first `length` held bytes as a record; null when it cannot be one. */
  private cut(length: number, fields: string[]): FileRecord | null {
    const blank = blankLines(this.held);
    const inner = countLines(this.held, blank.bytes, length - 1);
    const { columns } = this.format;
    if (columns !== undefined && fields.length !== columns && inner > 0) return null;
    const line = this.line + blank.lines;
    this.drop(length, line + inner + 1);
    const place = { line, nextLine: this.line, end: this.byte };
    if (columns !== undefined && fields.length !== columns)
      return {
        ...place,
        fault: {
          code: 'import.column_count',
          message: `The row has ${fields.length} columns, the header has ${columns}.`,
        },
      };
    return { ...place, fields: fields.map(this.decode) };
  }

  /** Gives up the line at which the broken record begins; null while its end is not in sight. */
  private skipLine(): FileRecord | null {
    const { bytes } = blankLines(this.held);
    const at = this.held.indexOf(0x0a, bytes);
    if (at !== -1) return this.skipTo(at + 1);
    // Nothing of a line that is too long already has to be kept.
    if (this.held.length > maxRecordBytes) {
      this.byte += this.held.length - 1;
      this.held = Buffer.from('-');
    }
    return null;
  }

  private skipTo(length: number): FileRecord {
    const line = this.line + blankLines(this.held).lines;
    this.drop(length, line + 1);
    return { line, nextLine: this.line, end: this.byte, fault: faults[this.fault ?? 'quote'] };
  }

  private drop(length: number, nextLine: number): void {
    this.held = this.held.subarray(length);
    this.byte += length;
    this.line = nextLine;
  }
}

/** Empty lines before the record, which csv-parse passes over. */
function blankLines(held: Buffer): { bytes: number; lines: number } {
  let bytes = 0;
  let lines = 0;
  for (;;) {
    if (held[bytes] === 0x0a) bytes += 1;
    else if (held[bytes] === 0x0d && held[bytes + 1] === 0x0a) bytes += 2;
    else return { bytes, lines };
    lines++;
  }
}

/** Single-byte encodings come out of the parser as Latin-1, one character a byte. */
const decoderOf = (encoding: FileEncoding): ((text: string) => string) =>
  encoding === 'utf-8' ? (text) => text : (text) => decodeSingleByte(encoding, text);

const faultOf = (error: Error & { code?: string }): keyof typeof faults =>
  error.code === 'CSV_MAX_RECORD_SIZE' ? 'size' : 'quote';

/** Ends a parser and waits until it has said all it has to say. */
const end = (parser: Parser): Promise<void> =>
  new Promise((resolve) => {
    if (parser.destroyed) return resolve();
    parser.once('close', resolve);
    parser.end();
  });
