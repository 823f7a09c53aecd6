import type { Form } from '../forms.js';
import { positive } from '../fields/operator.js';
import { oneText } from '../operands/texts.js';
import { sql } from '../sql.js';
import { like } from './text.js';

export const endsWith = positive<string, string, Form>({
  accepts: oneText,
  say: { en: 'whose {field} ends with {value}', th: '{field}ลงท้ายด้วย {value}' },
  evaluate: (found, value, form) => found.endsWith(form.wanted(value)),
  toSql: (target, value, form) =>
    target.where((column) => sql`${column} LIKE ${`%${like(form.wanted(value))}`} ESCAPE '!'`),
});
