import { sql } from '../sql.js';
import { comparison } from './comparison.js';

export const moreThan = comparison(
  { en: 'whose {field} is more than {value}', th: '{field}มากกว่า {value}' },
  (found, value) => found > value,
  (column, value) => sql`${column} > ${value}`,
);
