import { sql } from '../sql.js';
import { comparison } from './comparison.js';

export const atMost = comparison(
  { en: 'whose {field} is at most {value}', th: '{field}ไม่เกิน {value}' },
  (found, value) => found <= value,
  (column, value) => sql`${column} <= ${value}`,
);
