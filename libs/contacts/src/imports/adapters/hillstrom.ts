import type { AttributeDeclaration, AttributeType } from '../../attributes/attribute.js';
import type { AdapterContext, ImportAdapter, RowMapper } from './adapter.js';
import { fileError } from './adapter.js';
import { checkHeader } from './columns.js';
import { contactsCsv } from './contacts-csv.js';

/** The file's columns with the attributes that keep them. */
const columns: readonly [
  column: string,
  name: string,
  type: AttributeType,
  en: string,
  th: string,
][] = [
  ['recency', 'recency', 'number', 'Months since the last purchase', 'จำนวนเดือนตั้งแต่ซื้อครั้งล่าสุด'],
  [
    'history_segment',
    'history_segment',
    'text',
    'Band of the past year’s spending',
    'ช่วงยอดซื้อในปีที่ผ่านมา',
  ],
  ['history', 'history', 'number', 'Spent in the past year', 'ยอดซื้อในปีที่ผ่านมา'],
  ['mens', 'mens', 'boolean', 'Purchased men’s merchandise', 'เคยซื้อสินค้าผู้ชาย'],
  ['womens', 'womens', 'boolean', 'Purchased women’s merchandise', 'เคยซื้อสินค้าผู้หญิง'],
  ['zip_code', 'zip_code', 'text', 'Kind of neighbourhood', 'ประเภทพื้นที่อยู่อาศัย'],
  ['newbie', 'newbie', 'boolean', 'New in the past twelve months', 'ลูกค้าใหม่ในสิบสองเดือน'],
  ['channel', 'channel', 'text', 'Channel of purchases', 'ช่องทางการซื้อ'],
  ['segment', 'email_group', 'text', 'E-mail group of the experiment', 'กลุ่มอีเมลในการทดลอง'],
  ['visit', 'visit', 'boolean', 'Visited within two weeks', 'เข้าเว็บไซต์ภายในสองสัปดาห์'],
  ['conversion', 'conversion', 'boolean', 'Purchased within two weeks', 'ซื้อภายในสองสัปดาห์'],
  ['spend', 'spend', 'number', 'Spent within two weeks', 'ยอดซื้อภายในสองสัปดาห์'],
];

const declares: readonly AttributeDeclaration[] = columns.map(([, name, type, en, th]) => ({
  name,
  type,
  labelEn: en,
  labelTh: th,
}));

const mapping = Object.fromEntries([
  ...columns.map(([column, name]) => [column, `attributes.${name}`] as const),
  ['externalId', 'externalId'],
  ['email', 'email'],
]);

function open(context: AdapterContext): RowMapper {
  checkHeader(context.header);
  const missing = columns.find(([column]) => !context.header.includes(column));
  if (missing) throw fileError('import.unknown_column', `The file has no column ${missing[0]}.`);
  const read = contactsCsv.open({
    ...context,
    header: [...context.header, 'externalId', 'email'],
    options: {
      ...context.options,
      mapping,
      matchBy: 'externalId',
      defaults: {},
      emptyClears: false,
    },
  });
  return (fields, line) => {
    // Line 1 is the header: line n + 1 is the customer n.
    const key = `hillstrom-${line - 1}`;
    return read([...fields, key, `${key}@example.test`], line);
  };
}

/**
 * Kevin Hillstrom's e-mail challenge of 2008, as it was published. The file has neither names nor
 * addresses: customer n, on line n + 1, gets the external id `hillstrom-n` and the address
 * `hillstrom-n@example.test` (RFC 2606: never deliverable).
 */
export const hillstrom: ImportAdapter = { name: 'hillstrom', format: 'csv', declares, open };
