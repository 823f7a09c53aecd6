import { fieldFamily } from '../fields/field-family.js';
import { isNotSet, isSet } from '../fields/is-set.js';
import { isFalse } from '../yes-no/is-false.js';
import { isTrue } from '../yes-no/is-true.js';

/** Yes, no, or unknown. */
export const yesNo = fieldFamily<'yes_no', boolean, null>({
  kind: 'yes_no',
  fields: ['yes_no'],
  at: () => null,
  found: Boolean,
  operators: { is_true: isTrue, is_false: isFalse, is_set: isSet, is_not_set: isNotSet },
});
