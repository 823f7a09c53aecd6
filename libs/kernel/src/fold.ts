/**
 * Accents and other marks that Unicode gives to no script of their own. Thai, Lao and Indic signs
 * belong to their script, carry meaning, and stay.
 */
const accents = /\p{Script=Inherited}/gu;

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
