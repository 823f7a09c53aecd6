/**
 * How many cells a text takes in a terminal. Thai vowels and tone marks above and below the line
 * are combining (general category Mn) and take none; SARA AM (U+0E33) takes one.
 */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

const none = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** The scripts and pictures that UAX #11 calls wide, as far as a report may hold them. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

function cellsOf(character: string): number {
  if (none.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Fills with blanks on the right, or for numbers on the left; what is too long stays so. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + blanks : blanks + text;
}
