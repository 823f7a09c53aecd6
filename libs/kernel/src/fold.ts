/** Latin, Greek and Cyrillic accents. Thai, Lao and Indic signs carry meaning and stay. */
const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

/**
 * The form in which texts are compared: letter case, accents, width and surplus white space do not
 * count, Thai vowel and tone marks do ("ป่า" is not "ป้า").
 *
 * The folded form is stored beside the text and compared as bytes, so memory and SQL cannot disagree,
 * whatever the server's collation thinks of Thai.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim();
}
