import { Injectable } from '@nestjs/common';
import { errnoOf, type Sql } from '#libs/platform';
import type { AttributeType } from '../attributes/attribute.js';
import { ConsentRepository } from '../consent/consent.repository.js';
import type { ConsentStatement } from '../consent/consent.js';
import type { Applied } from '../contacts/contact-batch.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { EventNames } from '../events/event-names.js';
import { EventRepository } from '../events/event.repository.js';
import { EventService } from '../events/event.service.js';
import type { ContactRef, EventOutcome } from '../events/event.js';
import type { MappedRow } from './adapters/index.js';
import { aimOf, newStatement, type KnownConsents } from './import-consents.js';
import { ImportErrorRepository } from './import-error.repository.js';
import { ImportRepository, type Progress } from './import.repository.js';
import type { Import, RowCounts, RowFault } from './import.js';

/** One run of an import by one worker. */
export interface BatchContext {
  of: Import;
  types: ReadonlyMap<number, AttributeType>;
  now: () => Date;
  /** Dry run only: keys of contacts that earlier batches would have made. */
  wouldExist: Set<string>;
}

/** A row with where the file goes on behind it. */
export type PlacedRow = MappedRow & { nextLine: number; end: number };

/** Rows, and the settled lines of the file on which they follow. */
export interface Batch {
  rows: readonly PlacedRow[];
  from: number;
}

const progressOf = ({ rows, from }: Batch): Progress => ({
  from,
  linesDone: rows.at(-1)!.nextLine - 1,
  bytesDone: rows.at(-1)!.end,
});

type Outcome = keyof RowCounts;

/**
 * The server's errors that blame a value, not the server: out of range, truncated, bad string, too
 * long, a failed CHECK. Such a row is refused alone.
 */
const dataErrors = new Set([1264, 1265, 1292, 1366, 1406, 3140, 4025]);

/** Writes batches of rows: each with its progress in one transaction, so that nothing is done twice. */
@Injectable()
export class ImportBatchWriter {
  constructor(
    private readonly imports: ImportRepository,
    private readonly errors: ImportErrorRepository,
    private readonly contacts: ContactRepository,
    private readonly consents: ConsentRepository,
    private readonly events: EventRepository,
    private readonly names: EventNames,
    private readonly eventService: EventService,
  ) {}

  /** @returns false when the batch is not ours any more: cancelled, or done by another worker. */
  async write(batch: Batch, context: BatchContext): Promise<boolean> {
    const nameIds = await this.names.resolve(
      context.of.dryRun ? [] : batch.rows.flatMap(({ event }) => event?.name ?? []),
    );
    try {
      const made = await this.contacts.retryingTaken((sql) =>
        this.inTransaction(sql, batch, context, nameIds),
      );
      if (!made) return false;
      for (const key of made) context.wouldExist.add(key);
      if (!context.of.dryRun) this.eventService.tell();
      return true;
    } catch (error) {
      if (!dataErrors.has(errnoOf(error) ?? 0)) throw error;
      return this.writeHalves(batch, context);
    }
  }

  /** Finds the row that the database refuses; the others are written. */
  private async writeHalves(batch: Batch, context: BatchContext): Promise<boolean> {
    const { rows, from } = batch;
    const [only] = rows;
    if (rows.length === 1 && only) {
      const refusal = {
        code: 'import.row_refused',
        message: 'The database refuses a value of the row.',
      };
      const { line, nextLine, end } = only;
      const faults = [{ line, column: null, ...refusal }];
      return this.write({ rows: [{ line, nextLine, end, faults, consents: [] }], from }, context);
    }
    const first = { rows: rows.slice(0, rows.length >> 1), from };
    const second = { rows: rows.slice(rows.length >> 1), from: progressOf(first).linesDone };
    return (await this.write(first, context)) && this.write(second, context);
  }

  private async inTransaction(
    sql: Sql,
    batch: Batch,
    context: BatchContext,
    nameIds: ReadonlyMap<string, number>,
  ): Promise<string[] | null> {
    const { of } = context;
    const { rows } = batch;
    const now = context.now();
    if (!(await this.imports.settle(sql, of.id, progressOf(batch), now))) return null;
    const outcomes: Outcome[] = [];
    const faults: RowFault[] = [];
    const refuse = (i: number, fault: Omit<RowFault, 'line'>) => {
      outcomes[i] = 'failed';
      faults.push({ line: rows[i]!.line, ...fault });
    };
    rows.forEach((row, i) => {
      if (row.faults.length === 0) return;
      outcomes[i] = 'failed';
      faults.push(...row.faults);
    });
    const made: string[] = [];
    const applied = await this.writeContacts(sql, rows, context, now);
    for (const [i, verdict] of applied) {
      if (!verdict.ok) refuse(i, { column: null, ...verdict.error });
      else outcomes[i] = this.contactOutcome(rows[i]!, verdict.value, context, made);
    }
    const changed = await this.writeConsents(sql, rows, applied, context, now);
    for (const i of changed) if (outcomes[i] === 'unchanged') outcomes[i] = 'updated';
    const events = await this.writeEvents(sql, rows, applied, { nameIds, now, write: !of.dryRun });
    for (const [i, outcome] of events) {
      if (outcome.status === 'error') refuse(i, { column: null, ...outcome });
      else outcomes[i] = outcome.status === 'accepted' ? 'created' : 'unchanged';
    }
    await this.errors.add(
      sql,
      of.id,
      faults.sort((a, b) => a.line - b.line),
    );
    await this.imports.count(sql, of.id, tally(outcomes));
    return made;
  }

  private contactOutcome(
    { contact }: MappedRow,
    { outcome }: Applied,
    { of, wouldExist }: BatchContext,
    made: string[],
  ): Outcome {
    if (outcome !== 'created' || !of.dryRun || contact!.target === 'create') return outcome;
    const key = `${contact!.target.by}:${contact!.target.value}`;
    if (wouldExist.has(key)) return 'updated';
    made.push(key);
    return outcome;
  }

  private async writeContacts(
    sql: Sql,
    rows: readonly MappedRow[],
    { of, types }: BatchContext,
    now: Date,
  ) {
    const places = [...rows.keys()].filter((i) => rows[i]!.contact);
    const verdicts = await this.contacts.upsert(
      sql,
      places.map((i) => rows[i]!.contact!),
      types,
      { now, write: !of.dryRun },
    );
    return new Map(places.map((i, n) => [i, verdicts[n]!]));
  }

  /** @returns the places of rows that said something new. */
  private async writeConsents(
    sql: Sql,
    rows: readonly MappedRow[],
    applied: Awaited<ReturnType<ImportBatchWriter['writeContacts']>>,
    { of }: BatchContext,
    now: Date,
  ): Promise<number[]> {
    if (!rows.some(({ consents }) => consents.length > 0)) return [];
    const idAt = (i: number): string | null => {
      const verdict = applied.get(i);
      return verdict?.ok ? verdict.value.contact.id : null;
    };
    const ids = new Set([...applied.keys()].map(idAt).filter((id) => id !== null));
    const known = new Map<string, KnownConsents>();
    for (const [id, states] of await this.consents.states([...ids], sql))
      known.set(id, new Map(states.map((state) => [aimOf(state), state])));
    const statements: ConsentStatement[] = [];
    const changed: number[] = [];
    const origin = { now: of.createdAt, source: `import:${of.id}` };
    for (const i of applied.keys()) {
      const id = idAt(i);
      if (id === null) continue;
      const ofContact = known.get(id) ?? new Map<string, never>();
      known.set(id, ofContact);
      for (const said of rows[i]!.consents) {
        const statement = newStatement(id, said, ofContact, origin);
        if (!statement) continue;
        statements.push(statement);
        changed.push(i);
      }
    }
    if (!of.dryRun) await this.consents.append(statements, now, sql);
    return changed;
  }

  private async writeEvents(
    sql: Sql,
    rows: readonly MappedRow[],
    applied: Awaited<ReturnType<ImportBatchWriter['writeContacts']>>,
    options: { nameIds: ReadonlyMap<string, number>; now: Date; write: boolean },
  ): Promise<Map<number, EventOutcome>> {
    const places = [...rows.keys()].filter((i) => rows[i]!.event && (applied.get(i)?.ok ?? true));
    const resolved = new Map<ContactRef, string>();
    for (const i of places) {
      const verdict = applied.get(i);
      if (verdict?.ok) resolved.set(rows[i]!.event!.contact, verdict.value.contact.id ?? '0');
    }
    const events = places.map((i) => rows[i]!.event!);
    if (events.length === 0) return new Map();
    const { nameIds, ...rest } = options;
    const outcomes = await this.events.store(sql, events, nameIds, { ...rest, resolved });
    return new Map(places.map((i, n) => [i, outcomes[n]!]));
  }
}

function tally(outcomes: readonly Outcome[]): RowCounts {
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return counts;
}
