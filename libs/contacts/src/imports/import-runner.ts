import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, errnoOf, Jobs, Log } from '#libs/platform';
import { faultyRow } from './adapters/index.js';
import { ImportBatchWriter, type BatchContext, type PlacedRow } from './import-batch.js';
import { ImportErrorRepository } from './import-error.repository.js';
import { ImportFileRepository } from './import-file.repository.js';
import { ImportPlanner, type ImportPlan } from './import-plan.js';
import { ImportRepository } from './import.repository.js';
import { importRun } from './import.jobs.js';
import { rowsOf, rowsPerSecond, type Import } from './import.js';
import type { FileRecord } from './record.js';

/** Rows of one transaction. */
const batchRows = 1000;

/** Does the work of an import, from wherever it stands. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly imports: ImportRepository,
    private readonly files: ImportFileRepository,
    private readonly errors: ImportErrorRepository,
    private readonly planner: ImportPlanner,
    private readonly writer: ImportBatchWriter,
    private readonly jobs: Jobs,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs until the file is through, the import is cancelled, another worker has taken it over, or
   * `signal` asks to stop: then the rest is queued for whoever comes next.
   */
  async run(importId: string, signal: AbortSignal): Promise<void> {
    const of = await this.takeUp(importId);
    if (!of) return;
    try {
      const plan = await this.planner.plan(of, this.clock.now());
      const end = await this.work(of, plan, signal);
      if (end === 'through') await this.finish(of);
      if (end === 'stopped') await this.jobs.add(importRun, { importId }, { delayMs: 1000 });
    } catch (error) {
      await this.giveUp(of, error);
    }
  }

  private async takeUp(importId: string): Promise<Import | undefined> {
    if (!(await this.imports.claim(importId, this.clock.now()))) return undefined;
    const of = await this.imports.find(importId);
    if (!of?.dryRun || of.linesDone === 0) return of;
    if (!(await this.imports.restart(importId, of.linesDone))) return undefined;
    await this.errors.clear(importId);
    return this.imports.find(importId);
  }

  /** Reads and maps the next batch while the database is busy with the present one. */
  private async work(
    of: Import,
    plan: ImportPlan,
    signal: AbortSignal,
  ): Promise<'through' | 'stopped' | 'not_ours'> {
    const context: BatchContext = {
      of,
      types: plan.types,
      now: () => this.clock.now(),
      wouldExist: new Set(),
    };
    let from = of.linesDone;
    let writing = Promise.resolve(true);
    for await (const records of inBatches(plan.records, batchRows)) {
      const rows = records.map((record) => place(record, plan));
      if (!(await writing)) return 'not_ours';
      if (signal.aborted) return 'stopped';
      writing = this.writer.write({ rows, from }, context);
      // Looked at in the next turn; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
      from = rows.at(-1)!.nextLine - 1;
    }
    return (await writing) ? 'through' : 'not_ours';
  }

  private async finish(of: Import): Promise<void> {
    if (!(await this.imports.finish(of.id, 'done', this.clock.now()))) return;
    // A dry run's file is kept, to be imported in earnest.
    if (!of.dryRun) await this.files.remove(of.id);
    const done = await this.imports.find(of.id);
    if (!done) return;
    const { counts } = done;
    const perSecond = Math.round(rowsPerSecond(done) ?? 0);
    this.log.info('import.done', { importId: of.id, ...counts, rows: rowsOf(counts), perSecond });
  }

  /** What the user can mend ends the import; a server that is away only delays it. */
  private async giveUp(of: Import, error: unknown): Promise<void> {
    if (isPassing(error)) throw error;
    const known = error instanceof DomainError;
    if (!known) this.log.error('import.failed', { importId: of.id, error });
    await this.imports.fail(
      of.id,
      known ? error.code : 'import.internal',
      known
        ? error.message
        : 'The import met an unexpected error. What was settled before it stays.',
      this.clock.now(),
    );
  }
}

function place(record: FileRecord, { map }: ImportPlan): PlacedRow {
  const { line, nextLine, end } = record;
  const row = 'fault' in record ? faultyRow(line, null, record.fault) : map(record.fields, line);
  return { ...row, nextLine, end };
}

async function* inBatches<T>(pieces: AsyncIterable<T[]>, size: number): AsyncGenerator<T[]> {
  let held: T[] = [];
  for await (const piece of pieces) {
    held = held.length === 0 ? piece : held.concat(piece);
    let at = 0;
    for (; held.length - at >= size; at += size) yield held.slice(at, at + size);
    held = held.slice(at);
  }
  if (held.length > 0) yield held;
}

/** Too many connections, disk or table full, shutting down, lock waits, read-only, killed. */
const passing = new Set([1021, 1040, 1053, 1114, 1152, 1153, 1158, 1161, 1205, 1213, 1290, 1927]);

/** A failure that another try, later, may not meet: the server or the way to it. */
function isPassing(error: unknown): boolean {
  const errno = errnoOf(error);
  if (errno !== undefined && errno >= 1000) return passing.has(errno);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(E[A-Z]+|PROTOCOL_[A-Z_]+)$/.test(code);
}
