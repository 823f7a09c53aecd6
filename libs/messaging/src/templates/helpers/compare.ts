import { numberOf, textOf, truthOf } from '../environment.js';
import type { HelperDefinition } from '../environment.js';

const always = () => true;

/** Less than, equal or greater: as numbers where both are numbers, otherwise as text. */
function compare(left: unknown, right: unknown): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return Math.sign(a - b);
  const [s, t] = [textOf(left), textOf(right)];
  if (s === '' || t === '') return s === t ? 0 : undefined;
  return s < t ? -1 : s > t ? 1 : 0;
}

function comparison(name: string, holds: (order: number | undefined) => boolean): HelperDefinition {
  return {
    name,
    takes: [2, 2],
    constant: always,
    call: ([left, right]) => holds(compare(left, right)),
  };
}

/** `{{#if (gte order.total 1000)}}`; a missing value is neither less nor greater than another. */
export const comparisons: readonly HelperDefinition[] = [
  comparison('eq', (order) => order === 0),
  comparison('ne', (order) => order !== 0),
  comparison('gt', (order) => order === 1),
  comparison('gte', (order) => order === 1 || order === 0),
  comparison('lt', (order) => order === -1),
  comparison('lte', (order) => order === -1 || order === 0),
];

/** `{{#if (and a b)}}`, `{{#if (or a b)}}`, `{{#if (not a)}}`. */
export const logic: readonly HelperDefinition[] = [
  { name: 'and', takes: [2, 10], constant: always, call: (values) => values.every(truthOf) },
  { name: 'or', takes: [2, 10], constant: always, call: (values) => values.some(truthOf) },
  { name: 'not', takes: [1, 1], constant: always, call: ([value]) => !truthOf(value) },
];
