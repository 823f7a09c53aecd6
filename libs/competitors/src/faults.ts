import { DomainError, type ErrorPlace, fold } from '#libs/kernel';
import { fromBuddhistEra, isDay } from './day.js';

/** Line breaks and tabs may stand in a long text; no other control character and no half of a surrogate pair. */
const control = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;

/**
 * Gathers everything that is wrong with what was handed in, so that it is answered at once. Each
 * method returns the value as it will be stored.
 */
export class Faults {
  private readonly places: ErrorPlace[] = [];

  /** @param subject the part of the codes before the dot, such as `competitor_note` */
  constructor(private readonly subject: string) {}

  add(field: string, code: string, message: string): void {
    this.places.push({ place: `/${field}`, code: `${this.subject}.${code}`, message });
  }

  /** Trimmed, from `min` to `max` characters. */
  text(field: string, value: string, min: number, max: number): string {
    const text = value.trim();
    const length = [...text].length;
    if (length < min) this.add(field, `${snake(field)}_missing`, `${field} must not be empty.`);
    if (length > max)
      this.add(field, `${snake(field)}_too_long`, `${field} has at most ${max} characters.`);
    if (control.test(text))
      this.add(field, 'text_invalid', `${field} contains a character that is not text.`);
    return text;
  }

  /** An address of the web, http or https, without a password in it. */
  url(field: string, value: string | null, max: number): string | null {
    if (value === null || value.trim() === '') return null;
    const url = URL.canParse(value.trim()) ? new URL(value.trim()) : null;
    const web = url !== null && /^https?:$/.test(url.protocol);
    if (!web || url.username !== '' || url.password !== '' || url.href.length > max) {
      this.add(
        field,
        `${snake(field)}_invalid`,
        `${field} must be an address that begins with http:// or https://, without a password, of at most ${max} characters.`,
      );
      return null;
    }
    return url.href;
  }

  /** A day of the calendar, `YYYY-MM-DD`. */
  day(field: string, value: string): string {
    if (!isDay(value)) {
      const meant = fromBuddhistEra(value);
      const hint = meant === null ? '' : ` Write ${meant} for a year of the Buddhist era.`;
      this.add(
        field,
        `${snake(field)}_invalid`,
        `${field} must be a real day, written YYYY-MM-DD.${hint}`,
      );
    }
    return value;
  }

  /** Short words, each once. */
  words(field: string, values: readonly string[], max: number, length: number): string[] {
    if (values.length > max)
      this.add(field, `${snake(field)}_too_many`, `${field} has at most ${max} entries.`);
    const seen = new Map<string, string>();
    values.forEach((value, index) => {
      const word = this.text(`${field}/${index}`, value, 1, length);
      if (!seen.has(fold(word))) seen.set(fold(word), word);
    });
    return [...seen.values()];
  }

  /** @throws DomainError `<subject>.invalid` that names every place, when there is any */
  throwIfAny(): void {
    if (this.places.length === 0) return;
    const message = this.places.map((place) => place.message).join(' ');
    throw new DomainError(`${this.subject}.invalid`, 'invalid', message, this.places);
  }
}

/** `sourceUrl` → `source_url`, `tags/0` → `tags`: how codes are written. */
function snake(field: string): string {
  return field.replace(/\/\d+$/, '').replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
