import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/**
 * The Hillstrom file (MineThatData E-Mail Analytics and Data Mining Challenge, 2008), 64,000 lines, without
 * the columns that are not looked at: test/fixtures has each different line once, with how many are alike.
 */
export function hillstromCsv(): string {
  const cells = parse<Record<string, string>>(
    readFileSync(new URL('../../fixtures/hillstrom-cells.csv', import.meta.url)),
    { columns: true },
  );
  const columns = Object.keys(cells[0]!).filter((column) => column !== 'people');
  const lines = cells.flatMap((cell) =>
    Array<string>(Number(cell.people)).fill(
      columns.map((column) => `"${cell[column]!}"`).join(','),
    ),
  );
  return `${columns.join(',')}\n${lines.join('\n')}\n`;
}

export const hillstromLayout = {
  arm: 'segment',
  control: 'No E-Mail',
  outcomes: [
    { column: 'visit', kind: 'yes_no', currency: null },
    { column: 'conversion', kind: 'yes_no', currency: null },
    { column: 'spend', kind: 'number', currency: 'USD' },
  ],
  groups: ['history_segment', 'mens', 'womens', 'newbie'],
  before: null,
} as const;
