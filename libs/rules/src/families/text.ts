import { fieldFamily } from '../fields/field-family.js';
import { type Form, forms } from '../forms.js';
import { contains, doesNotContain } from '../text/contains.js';
import { endsWith } from '../text/ends-with.js';
import { is, isNot } from '../text/is.js';
import { isNotSet, isSet } from '../text/is-set.js';
import { noneOf, oneOf } from '../text/one-of.js';
import { startsWith } from '../text/starts-with.js';

/** One text. */
export const text = fieldFamily<'text', string, Form>({
  kind: 'text',
  fields: ['text'],
  at: (field) => forms[field.form ?? 'folded'],
  found: (fact, form) => {
    const kept = form.kept(String(fact));
    return /^ *$/.test(kept) ? null : kept;
  },
  operators: {
    is,
    is_not: isNot,
    one_of: oneOf,
    none_of: noneOf,
    contains,
    does_not_contain: doesNotContain,
    starts_with: startsWith,
    ends_with: endsWith,
    is_set: isSet,
    is_not_set: isNotSet,
  },
});
