import type { EventFact, Facts } from '../facts.js';

/** A contact of whom nothing is known but what is given. */
export const factsOf = (given: Partial<Facts> = {}): Facts => ({
  id: '1',
  value: () => null,
  history: () => ({ events: [], before: [] }),
  messages: () => [],
  lists: () => new Set(),
  mayReach: () => false,
  ...given,
});

export const eventAt = (at: Date | number, value: number | null = null): EventFact => ({
  at: new Date(at),
  value,
  decimal: value === null ? null : String(value),
  currency: value === null ? null : 'THB',
  properties: {},
});
