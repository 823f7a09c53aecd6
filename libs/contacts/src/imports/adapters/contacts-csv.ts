import {
  parseAttributeCell,
  parseYesNo,
  type Attribute,
  type AttributeValue,
} from '../../attributes/attribute.js';
import { isChannel, purposePattern } from '../../consent/consent.js';
import { coreFields, type Core, type CoreField } from '../../contacts/contact.js';
import { parseCore, type ReadingContext } from '../../contacts/core-value.js';
import { parseTag, type Refusal } from '../../values/index.js';
import type { ImportOptions } from '../import-options.js';
import type { RowFault } from '../import.js';
import {
  fileError,
  type AdapterContext,
  type ImportAdapter,
  type MappedRow,
  type RowConsent,
  type RowMapper,
} from './adapter.js';
import { mapColumns } from './columns.js';

/** A row while its cells are read. */
interface RowDraft {
  core: Partial<Core>;
  attributes: Map<number, AttributeValue | null>;
  tags: string[];
  consents: RowConsent[];
}

/** Reads one cell, trimmed and not empty, into the row; or says why not. */
type CellReader = (cell: string, row: RowDraft) => Refusal | null;

interface Field {
  read: CellReader;
  /** Takes the value away, where that can be. */
  clear?: (row: RowDraft) => void;
}

function coreField(name: CoreField, context: ReadingContext): Field {
  return {
    read: (cell, row) => {
      const value = parseCore(name, cell, context);
      if (!value.ok) return value.error;
      row.core[name] = value.value;
      return null;
    },
    clear: (row) => {
      row.core[name] = null;
    },
  };
}

function attributeField({ id, type }: Attribute, options: ImportOptions): Field {
  return {
    read: (cell, row) => {
      const value = parseAttributeCell(type, cell, options);
      if (!value.ok) return value.error;
      row.attributes.set(id, value.value);
      return null;
    },
    clear: (row) => {
      row.attributes.set(id, null);
    },
  };
}

const tagsField = ({ listSeparator }: ImportOptions): Field => ({
  read: (cell, row) => {
    for (const item of cell.split(listSeparator)) {
      if (item.trim() === '') continue;
      const tag = parseTag(item);
      if (!tag.ok) return tag.error;
      row.tags.push(tag.value);
    }
    return null;
  },
});

/** `consent.<channel>.<purpose>`: yes agrees, no withdraws, empty says nothing. */
function consentField(name: string, { consent }: ImportOptions): Field | undefined {
  const [, channel = '', purpose = ''] = name.split('.');
  if (!isChannel(channel) || !purposePattern.test(purpose)) return undefined;
  const basis = consent.find((c) => c.channel === channel && c.purpose === purpose) ?? null;
  return {
    read: (cell, row) => {
      const granted = parseYesNo(cell);
      if (!granted.ok) return granted.error;
      row.consents.push({ channel, purpose, granted: granted.value, basis });
      return null;
    },
  };
}

const isCoreField = (name: string): name is CoreField =>
  (coreFields as readonly string[]).includes(name);

/** The field of that name; undefined when there is none. */
function fieldOf(name: string, { options, attributes, now }: AdapterContext): Field | undefined {
  if (isCoreField(name)) return coreField(name, { now, ...options });
  if (name === 'tags') return tagsField(options);
  if (name.startsWith('consent.')) return consentField(name, options);
  const attribute = name.startsWith('attributes.') ? attributes.get(name.slice(11)) : undefined;
  return attribute && attributeField(attribute, options);
}

interface Reader extends Field {
  field: string;
  column: string;
  /** -1: there is no such column, the default is taken for each row. */
  index: number;
  fallback: string;
  clears: boolean;
}

function readersOf(context: AdapterContext): Reader[] {
  const { header, options } = context;
  const isField = (name: string) => !!fieldOf(name, context);
  const columns = mapColumns(
    header,
    options.mapping,
    isField,
    (name) => isField(name) || /^(attributes|consent)\./.test(name),
  );
  const filled = new Set(columns.map(({ field }) => field));
  const absent = Object.keys(options.defaults)
    .filter((field) => !filled.has(field))
    .map((field) => ({ index: -1, column: field, field }));
  return [...columns, ...absent].map((column) => {
    const field = fieldOf(column.field, context);
    if (!field)
      throw fileError('import.unknown_field', `There is no field ${column.field.slice(0, 100)}.`);
    const fallback = Object.hasOwn(options.defaults, column.field)
      ? options.defaults[column.field]!.trim()
      : '';
    const clears = options.emptyClears && column.field !== options.matchBy;
    return { ...column, ...field, fallback, clears };
  });
}

/** A `yes` in a column needs a statement of what the people agreed to. */
function requireBasis(readers: readonly Reader[], { consent }: ImportOptions): void {
  for (const { field } of readers) {
    if (!field.startsWith('consent.')) continue;
    if (!consent.some(({ channel, purpose }) => field === `consent.${channel}.${purpose}`))
      throw fileError(
        'import.consent_without_basis',
        `The column for ${field} needs an entry in consent: wording, source, evidence.`,
      );
  }
}

/** What holds for everybody in the file: entries of consent without a column of their own. */
export function consentsOfAll(
  { consent }: ImportOptions,
  fields: readonly string[] = [],
): RowConsent[] {
  return consent
    .filter(({ channel, purpose }) => !fields.includes(`consent.${channel}.${purpose}`))
    .map((basis) => ({ channel: basis.channel, purpose: basis.purpose, granted: true, basis }));
}

/** Excel in many countries parts columns by semicolons. */
function delimiterHint({ header, options }: AdapterContext): string {
  const [found] = header.length === 1 ? (/[;\t|,]/.exec(header[0]!) ?? []) : [];
  if (found === undefined) return '';
  const name = found === '\t' ? 'tabs' : `“${found}”`;
  return ` The file has one column where “${options.delimiter}” is the delimiter: is it ${name}?`;
}

function open(context: AdapterContext): RowMapper {
  const { options } = context;
  const readers = readersOf(context);
  requireBasis(readers, options);
  const key = readers.find(({ field }) => field === options.matchBy);
  if (!key)
    throw fileError(
      'import.key_unmapped',
      `No column fills ${options.matchBy}, the key to match by.${delimiterHint(context)}`,
    );
  const forAll = consentsOfAll(
    options,
    readers.map(({ field }) => field),
  );
  return (fields, line): MappedRow => {
    const row: RowDraft = {
      core: {},
      attributes: new Map(),
      tags: [...options.tags],
      consents: [...forAll],
    };
    const faults: RowFault[] = [];
    for (const reader of readers) {
      const cell = (reader.index === -1 ? '' : fields[reader.index]!.trim()) || reader.fallback;
      if (cell === '') {
        if (reader.clears) reader.clear?.(row);
        continue;
      }
      const refusal = reader.read(cell, row);
      if (refusal) faults.push({ line, column: reader.column, ...refusal });
    }
    const value = row.core[options.matchBy];
    if (faults.length === 0 && !value)
      faults.push({
        line,
        column: key.column,
        code: 'import.key_missing',
        message: 'The key is empty.',
      });
    if (faults.length > 0) return { line, faults, consents: [] };
    return {
      line,
      faults,
      contact: {
        target: { by: options.matchBy, value: value! },
        patch: { core: row.core, attributes: row.attributes, addTags: row.tags, removeTags: [] },
      },
      consents: row.consents,
    };
  };
}

/** Contacts from a CSV file with any columns, through a mapping. */
export const contactsCsv: ImportAdapter = {
  name: 'contacts_csv',
  format: 'csv',
  declares: [],
  open,
};
