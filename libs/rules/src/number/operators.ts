import type { Operators } from '../fields/field-family.js';
import { isNotSet, isSet } from '../fields/is-set.js';
import type { NumberValues } from '../tree.js';
import { atLeast } from './at-least.js';
import { atMost } from './at-most.js';
import { between } from './between.js';
import { is, isNot } from './is.js';
import { lessThan } from './less-than.js';
import { moreThan } from './more-than.js';

/** Serves numbers of contacts and, from the behaviour family, numbers of events. */
export const numberOperators: Operators<NumberValues, number, null> = {
  is,
  is_not: isNot,
  less_than: lessThan,
  at_most: atMost,
  more_than: moreThan,
  at_least: atLeast,
  between,
  is_set: isSet,
  is_not_set: isNotSet,
};
