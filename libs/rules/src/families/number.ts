import { fieldFamily } from '../fields/field-family.js';
import { numberOperators } from '../number/operators.js';

/** One number. */
export const number = fieldFamily<'number', number, null>({
  kind: 'number',
  fields: ['number'],
  at: () => null,
  found: Number,
  operators: numberOperators,
});
