import type { ErrorPlace } from '#libs/kernel';
import { fileError } from './adapter.js';

/** Columns that a file may have. */
const maxColumns = 500;

/** One column that is read: where it stands, what it is called, and the field it fills. */
export interface MappedColumn {
  index: number;
  column: string;
  field: string;
}

/**
 * Checks a header.
 * @throws DomainError import.too_many_columns, import.duplicate_column.
 */
export function checkHeader(header: readonly string[]): void {
  if (header.length > maxColumns)
    throw fileError(
      'import.too_many_columns',
      `The file has ${header.length} columns; at most ${maxColumns} are read.`,
    );
  header.forEach((column, i) => {
    const first = header.indexOf(column);
    // By number: where a header is missing, what stands here is somebody's data.
    if (column !== '' && first < i)
      throw fileError(
        'import.duplicate_column',
        `Columns ${first + 1} and ${i + 1} have the same name.`,
      );
  });
}

/**
 * Which columns are read as which fields. Without a mapping, columns that are called like a field
 * are; one that only looks like a field is an error, as its values would be lost unnoticed.
 * @throws DomainError import.unknown_column, import.duplicate_field, import.unknown_field.
 */
export function mapColumns(
  header: readonly string[],
  mapping: Readonly<Record<string, string>> | null,
  isField: (field: string) => boolean,
  looksLikeField = isField,
): MappedColumn[] {
  checkHeader(header);
  const entries = mapping
    ? Object.entries(mapping)
    : header.filter(looksLikeField).map((column) => [column, column] as const);
  const faults: ErrorPlace[] = [];
  const taken = new Set<string>();
  const columns = entries.map(([column, field]) => {
    const index = header.indexOf(column);
    const place = `/mapping/${column.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    const fault = (code: string, message: string) => faults.push({ place, code, message });
    if (index === -1)
      fault('import.unknown_column', `The file has no column ${column.slice(0, 100)}.`);
    if (!isField(field)) fault('import.unknown_field', `There is no field ${field.slice(0, 100)}.`);
    if (taken.has(field)) fault('import.duplicate_field', `Two columns fill the field ${field}.`);
    taken.add(field);
    return { index, column, field };
  });
  const [first] = faults;
  if (first) throw fileError(first.code, first.message, faults);
  return columns;
}
