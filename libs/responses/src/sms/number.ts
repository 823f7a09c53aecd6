import { parsePhone } from '#libs/contacts';

/** A number as networks write it, with or without its +, in E.164; null for a name or a short code. */
export function readNumber(text: string): string | null {
  const number = text.trim();
  for (const written of [number, `+${number.replace(/^00/, '')}`]) {
    const parsed = parsePhone(written);
    if (parsed.ok) return parsed.value;
  }
  return null;
}
