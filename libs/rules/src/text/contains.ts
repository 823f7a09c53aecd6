import type { Form } from '../forms.js';
import { complement, positive } from '../fields/operator.js';
import { oneText } from '../operands/texts.js';
import { sql } from '../sql.js';
import { like } from './text.js';

export const contains = positive<string, string, Form>({
  accepts: oneText,
  say: { en: 'whose {field} contains {value}', th: '{field}มีคำว่า {value}' },
  evaluate: (found, value, form) => found.includes(form.wanted(value)),
  toSql: (target, value, form) =>
    target.where((column) => sql`${column} LIKE ${`%${like(form.wanted(value))}%`} ESCAPE '!'`),
});

export const doesNotContain = complement(contains, {
  en: 'whose {field} does not contain {value} (or is unknown)',
  th: '{field}ไม่มีคำว่า {value} (หรือไม่มีข้อมูล)',
});
