import { complement } from '../fields/operator.js';
import { sql } from '../sql.js';
import { comparison } from './comparison.js';

export const is = comparison(
  { en: 'whose {field} is {value}', th: '{field}เท่ากับ {value}' },
  (found, value) => found === value,
  (column, value) => sql`${column} = ${value}`,
);

export const isNot = complement(is, {
  en: 'whose {field} is not {value} (or unknown)',
  th: '{field}ไม่เท่ากับ {value} (หรือไม่มีข้อมูล)',
});
