import { sql } from '../sql.js';
import { comparison } from './comparison.js';

export const lessThan = comparison(
  { en: 'whose {field} is less than {value}', th: '{field}น้อยกว่า {value}' },
  (found, value) => found < value,
  (column, value) => sql`${column} < ${value}`,
);
