import { judgeEvent } from '../../events/event-input.js';
import { matchKeys } from '../../contacts/contact.js';
import {
  faultyRow,
  fileError,
  type AdapterContext,
  type ImportAdapter,
  type RowMapper,
} from './adapter.js';
import { mapColumns, type MappedColumn } from './columns.js';

const plain = new Set(['id', 'name', 'at', 'value', 'currency']);
const contactFields = new Set(['contact.id', ...matchKeys.map((key) => `contact.${key}`)]);

const isField = (name: string): boolean =>
  plain.has(name) || contactFields.has(name) || /^properties\.[^.]{1,100}$/.test(name);

/** A number stays a number, all else a text: properties have no declared type. */
const propertyOf = (cell: string): string | number =>
  /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(cell) ? Number(cell) : cell;

function requireFields(fields: ReadonlySet<string>): void {
  for (const needed of ['id', 'name', 'at'])
    if (!fields.has(needed))
      throw fileError('import.field_unmapped', `No column and no default fills ${needed}.`);
  if (![...contactFields].some((field) => fields.has(field)))
    throw fileError('import.field_unmapped', 'No column names the contact.');
}

/** Which column a fault within the event comes from. */
function columnOf(place: string, columns: readonly MappedColumn[]): string | null {
  const field = place.slice(1).replace(/\//g, '.');
  const found = columns.find((column) => column.field === field);
  return (found ?? columns.find((column) => column.field.startsWith(`${field}.`)))?.column ?? null;
}

function open({ header, options, now }: AdapterContext): RowMapper {
  const columns = mapColumns(header, options.mapping, isField);
  const strange = Object.keys(options.defaults).find((field) => !isField(field));
  if (strange !== undefined)
    throw fileError('import.unknown_field', `There is no field ${strange.slice(0, 100)}.`);
  const mapped = new Set(columns.map(({ field }) => field));
  const absent = Object.keys(options.defaults).filter((field) => !mapped.has(field));
  requireFields(new Set([...mapped, ...absent]));
  const cells = [...columns, ...absent.map((field) => ({ index: -1, column: field, field }))];
  return (fields, line) => {
    const event: Record<string, unknown> = {};
    const contact: Record<string, string> = {};
    const properties = new Map<string, string | number>();
    for (const { index, field } of cells) {
      const written = index === -1 ? '' : fields[index]!.trim();
      const cell =
        written || (Object.hasOwn(options.defaults, field) ? options.defaults[field]! : '');
      if (cell === '') continue;
      if (plain.has(field)) event[field] = cell;
      else if (contactFields.has(field)) contact[field.slice(8)] = cell;
      else properties.set(field.slice(11), propertyOf(cell));
    }
    // A value without a currency of its own is judged with the default, a currency alone is none.
    if (event.value === undefined) delete event.currency;
    const judged = judgeEvent(
      { ...event, contact, properties: Object.fromEntries(properties) },
      options.source,
      now,
    );
    if (judged.ok) return { line, faults: [], consents: [], event: judged.value };
    return faultyRow(line, columnOf(judged.error.place, cells), judged.error);
  };
}

/** Events from a CSV file, about contacts that are known already. */
export const eventsCsv: ImportAdapter = { name: 'events_csv', format: 'csv', declares: [], open };
