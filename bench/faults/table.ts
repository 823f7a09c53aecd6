import type { Scale, Seen } from './seen.js';

/** A fault that was played. */
export interface Played extends Seen {
  name: string;
  promise: string;
  /** How long it took. */
  ms: number;
}

const columns = ['lost', 'extra', 'unlisted', 'listed', 'phantom', 'wrongState', 'withoutIntent'] as const; // prettier-ignore
const heads = ['lost', 'extra', 'unlisted', 'listed', 'phantom', 'wrong', 'no intent'];
const width = 10;
const nameWidth = 16;

const row = (mark: string, name: string, cells: readonly (string | number)[]): string =>
  `  ${mark} ${name.padEnd(nameWidth)}${cells.map((cell) => String(cell).padStart(width)).join('')}`;

/** The table's head. */
export const title = ({ people, times }: Scale): string =>
  `\n  ${people.toLocaleString('en')} people, up to ${times} kills; numbers of messages\n\n` +
  row(' ', 'fault', [...heads, 'seconds']);

/** One fault: its numbers, and below them what broke. */
export function line({ name, findings, figures, broken, ms }: Played): string {
  const cells = columns.map((column) => findings[column]);
  const words = Object.entries(figures).map(([key, n]) => `${key.replaceAll('_', ' ')} ${Math.round(n)}`); // prettier-ignore
  return [
    row(broken.length === 0 ? '✓' : '✗', name, [...cells, (ms / 1000).toFixed(1)]),
    ...(words.length > 0 ? [`      ${words.join(', ')}`] : []),
    ...broken.map((each) => `      BROKEN: ${each}`),
    ...(broken.length > 0 ? findings.examples.map((each) => `        ${each}`) : []),
  ].join('\n');
}

/** What was promised, and whether it was kept. */
export const promises = (played: readonly Played[]): string =>
  `\n${played
    .map(
      ({ name, promise, broken }) =>
        `  ${broken.length === 0 ? 'kept  ' : 'BROKEN'}  ${name.padEnd(nameWidth)}${promise}`,
    )
    .join('\n')}\n`;
