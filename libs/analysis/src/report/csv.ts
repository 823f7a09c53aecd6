import { stringify } from 'csv-stringify/sync';
import type { CampaignReport } from './campaign-report.js';
import { type CsvRow, csvColumns, rowsOf } from './csv-rows.js';

/**
 * The report as CSV (RFC 4180): one row a figure, UTF-8 with a byte order mark so that spreadsheets
 * read Thai. Texts that a spreadsheet would run as a formula are escaped; numbers never are.
 */
export function reportToCsv(report: CampaignReport): string {
  return stringify(rowsOf(report).map(plain), {
    bom: true,
    header: true,
    columns: [...csvColumns],
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { object: ({ exact }) => ({ value: String(exact), escape_formulas: false }) },
  });
}

const isNumber = /^-?\d+(\.\d+)?$/;

/** An exact decimal is a number too, though it is kept as text. */
const plain = (row: CsvRow): Record<string, unknown> => ({
  ...row,
  value:
    typeof row.value === 'string' && isNumber.test(row.value) ? { exact: row.value } : row.value,
});
