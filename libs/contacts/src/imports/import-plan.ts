import { Injectable } from '@nestjs/common';
import type { AttributeType } from '../attributes/attribute.js';
import { AttributeService } from '../attributes/attribute.service.js';
import { adapters, fileError, type ImportAdapter, type RowMapper } from './adapters/index.js';
import { BlankReader } from './blank-reader.js';
import { CsvReader, type CsvFormat } from './csv-reader.js';
import { bomLength, requireEncoding } from './encoding.js';
import { ImportFileRepository } from './import-file.repository.js';
import type { Import } from './import.js';
import type { FileRecord, ReadFrom } from './record.js';

/** What is needed to read the rows of a file from where the work stands. */
export interface ImportPlan {
  records: AsyncIterable<FileRecord[]>;
  map: RowMapper;
  types: ReadonlyMap<number, AttributeType>;
}

interface Header {
  names: readonly string[];
  /** Where the rows begin. */
  rows: ReadFrom;
}

/** Checks a file as a whole before anything of it is written. */
@Injectable()
export class ImportPlanner {
  constructor(
    private readonly files: ImportFileRepository,
    private readonly attributes: AttributeService,
  ) {}

  /**
   * @throws DomainError with a code of import.* when the file cannot be imported as a whole:
   * not in its encoding, empty, or its columns do not fit.
   */
  async plan(of: Import, now: Date): Promise<ImportPlan> {
    const adapter = adapters[of.adapter];
    const head = await this.files.head(of.id);
    if (head.length === 0) throw fileError('import.file_empty', 'The file is empty.');
    const { encoding, delimiter } = of.options;
    if (of.linesDone === 0) await requireEncoding(() => this.files.pieces(of.id), encoding, head);
    const begin = { byte: encoding === 'utf-8' ? bomLength(head) : 0, line: 1 };
    const header = await this.header(of, adapter, { encoding, delimiter }, begin);
    await this.attributes.declareAll(adapter.declares);
    const attributes = await this.attributes.byName();
    const map = adapter.open({ header: header.names, options: of.options, attributes, now });
    const from = of.linesDone > 0 ? { byte: of.bytesDone, line: of.linesDone + 1 } : header.rows;
    const format = { encoding, delimiter, columns: header.names.length };
    const reader = adapter.format === 'csv' ? new CsvReader(format, from) : new BlankReader(from);
    return {
      records: reader.read((byte) => this.files.pieces(of.id, byte)),
      map,
      types: new Map([...attributes.values()].map(({ id, type }) => [id, type])),
    };
  }

  private async header(
    of: Import,
    adapter: ImportAdapter,
    format: CsvFormat,
    begin: ReadFrom,
  ): Promise<Header> {
    const reader = adapter.format === 'csv' ? new CsvReader(format, begin) : new BlankReader(begin);
    for await (const [first] of reader.read((byte) => this.files.pieces(of.id, byte))) {
      if (!first) continue;
      const behind = { byte: first.end, line: first.nextLine };
      if (adapter.format === 'blank') {
        const isHeader = 'fields' in first && adapter.isHeader?.(first.fields);
        return { names: [], rows: isHeader ? behind : begin };
      }
      if ('fault' in first)
        throw fileError(
          'import.header_invalid',
          `The header cannot be read: ${first.fault.message}`,
        );
      return { names: first.fields.map((name) => name.trim()), rows: behind };
    }
    throw fileError('import.file_empty', 'The file holds no header.');
  }
}
