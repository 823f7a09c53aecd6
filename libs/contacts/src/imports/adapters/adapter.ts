import { DomainError, type ErrorPlace } from '#libs/kernel';
import type { Attribute, AttributeDeclaration } from '../../attributes/attribute.js';
import type { Channel } from '../../consent/consent.js';
import type { ContactChange } from '../../contacts/contact.repository.js';
import type { NewEvent } from '../../events/event.js';
import type { ImportConsent, ImportOptions } from '../import-options.js';
import type { ImportAdapterName, RowFault } from '../import.js';

/** A statement that a row makes about one channel and purpose. */
export interface RowConsent {
  channel: Channel;
  purpose: string;
  granted: boolean;
  /** What the statement rests on; null for a refusal that the file alone tells of. */
  basis: ImportConsent | null;
}

/** What a row means. A row with faults means nothing else. */
export interface MappedRow {
  line: number;
  faults: readonly RowFault[];
  contact?: ContactChange;
  consents: readonly RowConsent[];
  /** Its contact is the row's own, where the row has one. */
  event?: NewEvent;
}

/** Reads one record. */
export type RowMapper = (fields: readonly string[], line: number) => MappedRow;

export interface AdapterContext {
  /** The names of the columns; empty for a format without a header. */
  header: readonly string[];
  options: ImportOptions;
  /** Declared attributes by name. */
  attributes: ReadonlyMap<string, Attribute>;
  now: Date;
}

/** Turns one kind of file into contacts and events. */
export interface ImportAdapter {
  readonly name: ImportAdapterName;
  /** csv: the first record is the header. blank: fields parted by blanks, see `isHeader`. */
  readonly format: 'csv' | 'blank';
  /** Whether the first line of a blank-parted file is no data. */
  isHeader?(fields: readonly string[]): boolean;
  /** Attributes that it declares before it begins. */
  readonly declares: readonly AttributeDeclaration[];
  /** @throws DomainError when the file's columns do not fit: nothing has been written then. */
  open(context: AdapterContext): RowMapper;
}

/** The file as a whole cannot be imported. */
export const fileError = (
  code: string,
  message: string,
  places: readonly ErrorPlace[] = [],
): DomainError => new DomainError(code, 'invalid', message, places);

/** A row that is refused for one reason. */
export const faultyRow = (
  line: number,
  column: string | null,
  { code, message }: { code: string; message: string },
): MappedRow => ({ line, faults: [{ line, column, code, message }], consents: [] });
