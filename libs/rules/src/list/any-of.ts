import type { Form } from '../forms.js';
import { complement, positive } from '../fields/operator.js';
import { anyTexts, costOfTexts } from '../operands/texts.js';

type Texts = readonly string[];

export const anyOf = positive<Texts, Texts, Form>({
  accepts: anyTexts,
  cost: costOfTexts,
  say: { en: 'whose {field} include {value}', th: '{field}มี {value}' },
  evaluate: (found, values, form) => values.some((value) => found.includes(form.wanted(value))),
  toSql: ({ list }, values, form) => list.anyOf(values.map(form.wanted), form),
});

export const noneOf = complement(anyOf, {
  en: 'whose {field} do not include {value} (or are unknown)',
  th: '{field}ไม่มี {value} (หรือไม่มีข้อมูล)',
});
