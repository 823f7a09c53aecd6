import { fieldFamily } from '../fields/field-family.js';
import { type Form, forms } from '../forms.js';
import { allOf } from '../list/all-of.js';
import { anyOf, noneOf } from '../list/any-of.js';
import { isEmpty, isNotEmpty } from '../list/is-empty.js';
import { sizeAtLeast, sizeAtMost, sizeIs } from '../list/size.js';

/** A list of texts. Nothing known and an empty list are the same. */
export const list = fieldFamily<'list', readonly string[], Form>({
  kind: 'list',
  fields: ['list'],
  at: (field) => forms[field.form ?? 'folded'],
  found: (fact, form) => (Array.isArray(fact) ? fact.map((item) => form.kept(String(item))) : null),
  operators: {
    any_of: anyOf,
    all_of: allOf,
    none_of: noneOf,
    size_is: sizeIs,
    size_at_least: sizeAtLeast,
    size_at_most: sizeAtMost,
    is_empty: isEmpty,
    is_not_empty: isNotEmpty,
  },
});
