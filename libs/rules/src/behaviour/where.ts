import { date } from '../families/date.js';
import { list } from '../families/list.js';
import { number } from '../families/number.js';
import { text } from '../families/text.js';
import { yesNo } from '../families/yes-no.js';
import type { ReadContext } from '../family.js';
import { type Reader, whole } from '../reader.js';
import type { Words } from '../schema.js';
import type { FieldCondition, FieldValues } from '../tree.js';
import type { Speaker } from '../words/speaker.js';
import { MOST_CONDITIONS } from './limits.js';
import { pathOf, questionsOf } from './question.js';

const kinds = { text, number, yes_no: yesNo, date, list } as const;
const names = Object.keys(kinds) as (keyof FieldValues)[];
/** Fields of every event, of one kind each. */
const fixed: { readonly [field: string]: keyof FieldValues } = {
  value: 'number',
  currency: 'text',
};

/** Nothing in a condition on an event stands below it. */
const childless: ReadContext = { child: () => undefined };

/** Reports a field that no event has, one of another kind, and a value that does not suit it. */
function fits(condition: FieldCondition, reader: Reader): FieldCondition | undefined {
  const { kind, field } = condition;
  if (Object.hasOwn(fixed, field) ? fixed[field] !== kind : false) {
    const message = `${field} is of kind ${fixed[field]}, not ${kind}.`;
    return reader.at('kind').fail('wrong_kind', message);
  }
  if (!Object.hasOwn(fixed, field) && pathOf(field) === undefined)
    return reader.at('field').fail('unknown_field', `Unknown field of an event: ${field}.`);
  if (condition.kind !== 'date') return condition;
  // Whether an event's property is a day or an instant, nobody has declared: it is an instant.
  const operand = date.operatorOf(condition).accepts;
  const unfit = operand.unfit?.(condition.value, { name: field, kind: 'datetime' });
  return unfit === undefined ? condition : reader.at('value').fail('bad_value', unfit);
}

function readCondition(reader: Reader): FieldCondition | undefined {
  const kind = reader.at('kind').word(names, 'unknown_kind');
  const condition = kind && kinds[kind].read(reader, childless);
  return condition && fits(condition, reader);
}

/** Reads a list of conditions on an event; none at all is an empty one. */
export function readWhere(reader: Reader): readonly FieldCondition[] | undefined {
  if (reader.missing || (Array.isArray(reader.json) && reader.json.length === 0)) return [];
  const items = reader.items(MOST_CONDITIONS);
  return items && whole(items.map(readCondition));
}

const only: Words = { en: ' (only those {clauses})', th: ' (เฉพาะรายการที่{clauses})' };

/** " (only those whose value is at least 500)", or nothing. */
export function sayWhere(where: readonly FieldCondition[], speaker: Speaker): string {
  const clauses = questionsOf(where).map((question) => question.say(speaker));
  return clauses.length ? speaker.phrase(only, { clauses: speaker.list(clauses, 'and') }) : '';
}
