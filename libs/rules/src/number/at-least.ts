import { sql } from '../sql.js';
import { comparison } from './comparison.js';

export const atLeast = comparison(
  { en: 'whose {field} is at least {value}', th: '{field}ตั้งแต่ {value} ขึ้นไป' },
  (found, value) => found >= value,
  (column, value) => sql`${column} >= ${value}`,
);
