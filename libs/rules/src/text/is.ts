import type { Form } from '../forms.js';
import { complement, positive } from '../fields/operator.js';
import { oneText } from '../operands/texts.js';
import { oneOf } from './text.js';

export const is = positive<string, string, Form>({
  accepts: oneText,
  say: { en: 'whose {field} is {value}', th: '{field}เป็น {value}' },
  evaluate: (found, value, form) => found === form.wanted(value),
  toSql: (target, value, form) =>
    target.where((column) => oneOf(column, [form.wanted(value)], form)),
});

export const isNot = complement(is, {
  en: 'whose {field} is not {value} (or unknown)',
  th: '{field}ไม่ใช่ {value} (หรือไม่มีข้อมูล)',
});
