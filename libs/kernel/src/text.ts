/**
 * The beginning of a text, at most `max` UTF-16 units, in which no half of a surrogate pair is left: that
 * is no text, and no database takes it.
 */
export const beginningOf = (text: string, max: number): string =>
  text.slice(0, max).replace(/\p{Surrogate}/gu, '\ufffd');
