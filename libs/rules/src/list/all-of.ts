import type { Form } from '../forms.js';
import { positive } from '../fields/operator.js';
import { allTexts, costOfTexts } from '../operands/texts.js';

type Texts = readonly string[];

export const allOf = positive<Texts, Texts, Form>({
  accepts: allTexts,
  cost: costOfTexts,
  say: { en: 'whose {field} include {value}', th: '{field}มีทั้ง {value}' },
  evaluate: (found, values, form) => values.every((value) => found.includes(form.wanted(value))),
  toSql: ({ list }, values, form) => list.allOf([...new Set(values.map(form.wanted))], form),
});
