import type { Form } from '../forms.js';
import { positive } from '../fields/operator.js';
import { oneText } from '../operands/texts.js';
import { sql } from '../sql.js';

export const startsWith = positive<string, string, Form>({
  accepts: oneText,
  say: { en: 'whose {field} starts with {value}', th: '{field}ขึ้นต้นด้วย {value}' },
  evaluate: (found, value, form) => found.startsWith(form.wanted(value)),
  toSql: (target, value, form) =>
    // Not LIKE: the range that MariaDB makes of a prefix ends at U+FFFF and loses what lies above.
    target.where((column) => sql`LOCATE(${form.wanted(value)}, ${column}) = 1`),
});
