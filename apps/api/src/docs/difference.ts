/** Lines shown of each side. */
const shown = 12;

/** Where two texts begin to differ, as lines with their numbers; '' when they are the same. */
export function firstDifference(kept: string, made: string): string {
  if (kept === made) return '';
  const [before, after] = [kept.split('\n'), made.split('\n')];
  let at = 0;
  while (before[at] === after[at]) at++;
  const show = (lines: string[], sign: string): string[] =>
    lines.slice(at, at + shown).map((line, offset) => `${sign} ${at + offset + 1}: ${line}`);
  return [...show(before, '-'), ...show(after, '+')].join('\n');
}
