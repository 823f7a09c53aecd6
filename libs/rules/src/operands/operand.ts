import type { Reader } from '../reader.js';
import type { Shape } from '../shape.js';
import type { Field } from '../schema.js';
import type { Speaker } from '../words/speaker.js';

/** The field that a value is for. */
export type Asked = Pick<Field, 'name' | 'kind'>;

/** What an operator takes: how it is read from JSON and how it is said. */
export interface Operand<Value> {
  /** The value as JSON; null when there is none. */
  readonly shape: Shape | null;
  /** Reads and normalises; reports an error and returns undefined when it cannot. */
  read(reader: Reader): Value | undefined;
  say(value: Value, speaker: Speaker): string;
  /** What is wrong with the value for this field, if anything. */
  unfit?(value: Value, field: Asked): string | undefined;
}

/** For operators that take nothing; null says as much. */
export const nothing: Operand<null> = {
  shape: null,
  read: (reader) =>
    reader.missing || reader.json === null
      ? null
      : reader.fail('bad_value', 'This operator takes no value.'),
  say: () => '',
};
