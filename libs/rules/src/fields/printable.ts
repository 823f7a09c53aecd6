import type { FactValue } from '../facts.js';

/** A fact as plain JSON. */
export const printable = (fact: FactValue | null): unknown =>
  fact instanceof Date ? fact.toISOString() : fact;
