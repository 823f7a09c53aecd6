import { countLines, type FilePieces, type FileRecord, type ReadFrom } from './record.js';
import { maxRecordBytes } from './csv-reader.js';

/** Cuts a file of lines into records whose fields are parted by blanks. ASCII only. */
export class BlankReader {
  private held = Buffer.alloc(0);

  constructor(private at: ReadFrom) {}

  /** Reads to the end; yields records in batches as they come off the pieces. */
  async *read(pieces: FilePieces): AsyncGenerator<FileRecord[]> {
    for await (const piece of pieces(this.at.byte)) {
      this.held = this.held.length === 0 ? Buffer.from(piece) : Buffer.concat([this.held, piece]);
      const whole = this.held.lastIndexOf(0x0a) + 1;
      // A line without end is handed out in parts, each of them a fault of its own.
      yield this.cut(whole > 0 || this.held.length <= maxRecordBytes ? whole : this.held.length);
    }
    yield this.cut(this.held.length);
  }

  private cut(length: number): FileRecord[] {
    const bytes = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    const records: FileRecord[] = [];
    let from = 0;
    while (from < bytes.length) {
      const newLine = bytes.indexOf(0x0a, from);
      const to = newLine === -1 ? bytes.length : newLine + 1;
      const place = {
        line: this.at.line,
        nextLine: this.at.line + Math.max(1, countLines(bytes, from, to)),
        end: this.at.byte + to - from,
      };
      const text = bytes.toString('latin1', from, to).trim();
      if (text.length > 1000) records.push({ ...place, fault: tooLong });
      else if (text !== '') records.push({ ...place, fields: text.split(/\s+/) });
      this.at = { byte: place.end, line: place.nextLine };
      from = to;
    }
    return records;
  }
}

const tooLong = { code: 'import.record_too_large', message: 'A line has at most 1000 characters.' };
