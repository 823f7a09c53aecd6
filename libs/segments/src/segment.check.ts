import type { ErrorPlace } from '#libs/kernel';

/** What people say of a segment beside its rule. */
export interface SegmentTexts {
  name: string;
  description: string;
}

const place = (at: string, message: string): ErrorPlace => ({
  place: at,
  code: 'segment.text_invalid',
  message,
});

const fit = (text: string, least: number, most: number): boolean =>
  text.length >= least && text.length <= most && !/(?![\t\n])[\p{Cc}\p{Cs}]/u.test(text);

/** The texts without surplus space around them, and what is wrong with them. */
export function checkTexts({ name, description }: SegmentTexts): {
  texts: SegmentTexts;
  faults: ErrorPlace[];
} {
  const texts = { name: name.trim(), description: description.trim() };
  const faults: ErrorPlace[] = [];
  if (!fit(texts.name, 1, 100)) faults.push(place('/name', 'A name has 1 to 100 characters.'));
  if (!fit(texts.description, 0, 500)) {
    faults.push(place('/description', 'A description has at most 500 characters.'));
  }
  return { texts, faults };
}
