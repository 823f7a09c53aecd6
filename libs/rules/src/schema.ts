import type { Parameter } from './sql.js';
import type { Rule } from './tree.js';

export type Language = 'en' | 'th';

/** A text in every language that people read here. */
export type Words = { readonly [L in Language]: string };

/** What a field holds. A date is a calendar day, a datetime an instant. */
export type FieldKind = 'text' | 'number' | 'yes_no' | 'date' | 'datetime' | 'list';

/**
 * How a text is compared. `folded`: without case, accents and surplus space, through the folded twin
 * that is stored. The others are stored in their canonical form already.
 */
export type TextForm = 'folded' | 'lower' | 'upper' | 'exact';

/** A column of the table contact. */
export interface ColumnPlace {
  readonly column: string;
}

/** Rows of a table that carry contact_id: one for a single value, many for a list. */
export interface RowsPlace {
  readonly table: string;
  readonly column: string;
  /** attribute_id, where the table keeps many attributes. */
  readonly attribute?: number;
  /** Further columns that must have these values. */
  readonly where?: readonly (readonly [column: string, value: Parameter])[];
  /** The column is a DECIMAL and is compared as a double, as memory does. */
  readonly decimal?: boolean;
  /** Another column of the row by which that double is divided; never 0. */
  readonly per?: string;
}

export interface Field {
  /** As rules write it: `country`, `attributes.history`. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Lower case, as within a sentence. */
  readonly label: Words;
  /** Texts and lists; folded when absent. */
  readonly form?: TextForm;
  /** The column holds the comparable form: the folded twin of a folded text. */
  readonly place: ColumnPlace | RowsPlace;
  /** What a contact without a row is taken to have: 0 of what is counted. Unknown when absent. */
  readonly absent?: number;
}

export interface SegmentDefinition {
  readonly name: string;
  readonly rule: Rule;
}

/** What rules may speak of, and where it lives. Column names come from here and nowhere else. */
export interface Schema {
  /** The organisation's IANA time zone. */
  readonly timeZone: string;
  field(name: string): Field | undefined;
  /** The id of an event name, if such an event is known. */
  event(name: string): number | undefined;
  segment(id: string): SegmentDefinition | undefined;
  /** The name of a list, if there is such a list. */
  list(id: string): string | undefined;
  /** The name of a campaign, if it is known; rules may speak of one that is not. */
  campaign(id: string): string | undefined;
}
