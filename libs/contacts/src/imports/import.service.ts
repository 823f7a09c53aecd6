import { Inject, Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { DomainError, mayMove, type Clock } from '#libs/kernel';
import { CLOCK, Jobs } from '#libs/platform';
import { ConsentService } from '../consent/consent.service.js';
import { ImportErrorRepository } from './import-error.repository.js';
import { ImportFileRepository } from './import-file.repository.js';
import { IMPORT_LIMITS, type ImportLimits } from './import-limits.js';
import {
  parseImportOptions,
  type ImportOptions,
  type ImportOptionsInput,
} from './import-options.js';
import { ImportRepository } from './import.repository.js';
import { ImportUpload } from './import-upload.js';
import { importRun } from './import.jobs.js';
import { importTransitions, type Import, type ImportAdapterName } from './import.js';

/** What an import begins with. */
export interface NewImport {
  adapter: ImportAdapterName;
  fileName: string;
  dryRun: boolean;
  options: ImportOptionsInput;
  createdBy: string | null;
}

/** Imports: made, given their file, watched, cancelled, tried again. */
@Injectable()
export class ImportService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly files: ImportFileRepository,
    private readonly errors: ImportErrorRepository,
    private readonly upload: ImportUpload,
    private readonly consents: ConsentService,
    private readonly jobs: Jobs,
    @Inject(IMPORT_LIMITS) private readonly limits: ImportLimits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError import.option_invalid with the places, consent.wording_unknown. */
  async create(input: NewImport): Promise<Import> {
    const options = await this.checked(input.options);
    const id = await this.imports.create({ ...input, options }, this.clock.now());
    return this.get(id);
  }

  /**
   * Takes the file as a stream and queues the work.
   * @throws DomainError import.not_found, import.state_conflict, import.file_too_large,
   * import.file_empty, import.upload_conflict.
   */
  async receiveFile(id: string, stream: AsyncIterable<Uint8Array>): Promise<Import> {
    const { state } = await this.get(id);
    if (state !== 'uploading') throw notFrom(state, 'upload a file to');
    const bytes = await this.upload.receive(id, stream);
    if (!(await this.imports.uploaded(id, bytes, this.clock.now()))) {
      await this.files.remove(id);
      throw notFrom((await this.get(id)).state, 'upload a file to');
    }
    await this.enqueue(id);
    return this.get(id);
  }

  /** @throws DomainError import.not_found. */
  async get(id: string): Promise<Import> {
    const found = await this.imports.find(id);
    if (!found) throw new DomainError('import.not_found', 'not_found', 'There is no such import.');
    return found;
  }

  /** Newest first. */
  async list(page: {
    after?: string;
    limit: number;
  }): Promise<{ items: Import[]; next: string | null }> {
    const items = await this.imports.list(page.after, page.limit + 1);
    const more = items.length > page.limit;
    if (more) items.pop();
    return { items, next: more ? items.at(-1)!.id : null };
  }

  /** Stops it: nothing more is written once this has returned. What was written stays. */
  async cancel(id: string): Promise<Import> {
    if (!(await this.imports.finish(id, 'cancelled', this.clock.now())))
      throw notFrom((await this.get(id)).state, 'cancel');
    return this.get(id);
  }

  /**
   * Reads the same file again from its beginning, with options that replace those it had: after a
   * wrong encoding, after a cancellation, or in earnest after a dry run.
   * @throws DomainError import.state_conflict, import.file_gone, import.option_invalid.
   */
  async retry(
    id: string,
    change: { options?: ImportOptionsInput; dryRun?: boolean } = {},
  ): Promise<Import> {
    const before = await this.get(id);
    const earnest = before.state === 'done' && !before.dryRun;
    if (
      earnest ||
      !mayMove(importTransitions, before.state, 'queued') ||
      before.state === 'uploading'
    )
      throw notFrom(before.state, 'try again');
    if ((await this.files.size(id)) === 0)
      throw new DomainError('import.file_gone', 'conflict', 'The file is not kept any more.');
    const { mapping, ...rest } = before.options;
    const options = await this.checked({ ...rest, ...(mapping && { mapping }), ...change.options });
    await this.errors.clear(id);
    const dryRun = change.dryRun ?? before.dryRun;
    if (!(await this.imports.retry(id, options, dryRun, this.clock.now())))
      throw notFrom((await this.get(id)).state, 'try again');
    await this.enqueue(id);
    return this.get(id);
  }

  /**
   * The refused rows as CSV: UTF-8 with a byte order mark, so that spreadsheets read Thai; what could
   * be taken for a formula is escaped.
   */
  async *errorsCsv(id: string): AsyncGenerator<string> {
    await this.get(id);
    yield stringify([['line', 'column', 'code', 'reason']], { bom: true });
    for await (const faults of this.errors.pages(id))
      yield stringify(
        faults.map(({ line, column, code, message }) => [line, column, code, message]),
        { escape_formulas: true },
      );
  }

  /** Queues again what nobody works on, and forgets files that are kept no longer. */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    const stale = await this.imports.stale(new Date(now - this.limits.staleMs));
    for (const id of stale) await this.enqueue(id);
    await this.files.removeOld(new Date(now - this.limits.keepFileMs));
  }

  private enqueue(importId: string): Promise<void> {
    return this.jobs.add(importRun, { importId }, { id: `import-${importId}` });
  }

  private async checked(input: ImportOptionsInput): Promise<ImportOptions> {
    const { options, faults } = parseImportOptions(input);
    if (faults.length > 0)
      throw new DomainError(
        'import.option_invalid',
        'invalid',
        'The options of the import are not valid.',
        faults.map((fault) => ({ ...fault, place: `/options${fault.place}` })),
      );
    for (const { channel, purpose, wordingVersion } of options.consent)
      await this.consents.requireWording(channel, purpose, wordingVersion);
    return options;
  }
}

const notFrom = (state: string, action: string): DomainError =>
  new DomainError(
    'import.state_conflict',
    'conflict',
    `You cannot ${action} an import that is ${state}.`,
  );
