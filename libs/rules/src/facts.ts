/** A calendar day is a text `2026-03-01`; an instant is a Date. */
export type FactValue = string | number | boolean | Date | readonly string[];

export interface EventFact {
  /** When it happened. */
  readonly at: Date;
  readonly value: number | null;
  readonly currency: string | null;
  readonly properties: { readonly [name: string]: unknown };
}

/** All that is known of one contact, as far as a rule asks. */
export interface Facts {
  /** null when nothing is known. */
  value(field: string): FactValue | null;
  /** In any order; those of the future too. */
  events(name: string): readonly EventFact[];
}
