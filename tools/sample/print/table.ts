import { pad, widthOf } from './width.js';

/** One row: the cells are texts already. */
export type Row = readonly string[];

export interface TableOptions {
  /** Which columns hold numbers and stand to the right, from 0. */
  numbers?: readonly number[];
  /** Blanks before each line. */
  indent?: number;
}

/** Lines up rows of cells in columns; the last column is not filled up. */
export function table(
  rows: readonly Row[],
  { numbers = [], indent = 2 }: TableOptions = {},
): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        pad(cell, widths[column] ?? 0, numbers.includes(column) ? 'left' : 'right'),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => (line ? ' '.repeat(indent) + line : '')).join('\n');
}

/** A title with a line under it, as wide as the title. */
export const heading = (title: string, indent = 2): string =>
  `${' '.repeat(indent)}${title}\n${' '.repeat(indent)}${'─'.repeat(widthOf(title))}`;
