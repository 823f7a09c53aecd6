import type { Form } from '../forms.js';
import { complement, positive } from '../fields/operator.js';
import { anyTexts, costOfTexts } from '../operands/texts.js';
import { oneOf as among } from './text.js';

export const oneOf = positive<readonly string[], string, Form>({
  accepts: anyTexts,
  cost: costOfTexts,
  say: { en: 'whose {field} is {value}', th: '{field}เป็น {value}' },
  evaluate: (found, values, form) => values.some((value) => form.wanted(value) === found),
  toSql: (target, values, form) =>
    target.where((column) => among(column, values.map(form.wanted), form)),
});

export const noneOf = complement(oneOf, {
  en: 'whose {field} is not {value} (or unknown)',
  th: '{field}ไม่ใช่ {value} (หรือไม่มีข้อมูล)',
});
