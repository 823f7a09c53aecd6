import type { ErrorPlace } from '#libs/kernel';
import { MAX_ERRORS } from './limits.js';

/** Walks raw JSON, knows its place as a JSON Pointer (RFC 6901), and gathers what is wrong. */
export class Reader {
  constructor(
    readonly json: unknown,
    readonly place = '',
    readonly errors: ErrorPlace[] = [],
    /** What comes before the dot of every code. */
    private readonly subject = 'rule',
  ) {}

  /** Reports an error here; the result stands for "no value". */
  fail(code: string, message: string): undefined {
    if (this.errors.length < MAX_ERRORS) {
      this.errors.push({ place: this.place, code: `${this.subject}.${code}`, message });
    }
    return undefined;
  }

  at(key: string | number): Reader {
    const own =
      typeof this.json === 'object' && this.json !== null && Object.hasOwn(this.json, key);
    const value: unknown = own ? (this.json as Record<string, unknown>)[String(key)] : undefined;
    const token = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
    return new Reader(value, `${this.place}/${token}`, this.errors, this.subject);
  }

  get missing(): boolean {
    return this.json === undefined;
  }

  get isObject(): boolean {
    return typeof this.json === 'object' && this.json !== null && !Array.isArray(this.json);
  }

  /** Reports every property that is not among `names`; false if this is no object at all. */
  object(names: readonly string[]): boolean {
    if (!this.isObject) {
      this.fail('bad_value', 'An object is expected here.');
      return false;
    }
    for (const name of Object.keys(this.json as object)) {
      if (!names.includes(name)) {
        this.at(name).fail(
          'unknown_property',
          `Unknown property; known here: ${names.join(', ')}.`,
        );
      }
    }
    return true;
  }

  /** The items of a list of `1…most`. */
  items(most: number): Reader[] | undefined {
    if (!Array.isArray(this.json)) return this.fail('bad_value', 'A list is expected here.');
    const length = this.json.length;
    if (length === 0) return this.fail('bad_value', 'The list is empty.');
    if (length > most) return this.fail('bad_value', `The list has more than ${most} items.`);
    return Array.from({ length }, (_, index) => this.at(index));
  }

  string(): string | undefined {
    if (typeof this.json === 'string') return this.json;
    return this.fail('bad_value', 'A text is expected here.');
  }

  /** One of a few words; `code` names the error of any other. */
  word<W extends string>(words: readonly W[], code = 'bad_value'): W | undefined {
    const found = words.find((word) => word === this.json);
    return found ?? this.fail(code, `One of these is expected here: ${words.join(', ')}.`);
  }
}

/** The items, if every one of them could be read. */
export function whole<T>(items: readonly (T | undefined)[]): T[] | undefined {
  return items.every((item) => item !== undefined) ? (items as T[]) : undefined;
}
