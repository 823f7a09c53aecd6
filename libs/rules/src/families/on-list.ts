import { DomainError } from '#libs/kernel';
import { among } from '../among.js';
import type { Family } from '../family.js';
import { idPattern, readId } from '../ids.js';
import type { Schema, Words } from '../schema.js';
import { literal, object, oneWord, pattern } from '../shape.js';
import { not, sql } from '../sql.js';
import type { ListCondition } from '../tree.js';

const words: { readonly [O in ListCondition['operator']]: Words } = {
  on: { en: 'who are on the list {name}', th: 'อยู่ในรายชื่อ {name}' },
  not_on: { en: 'who are not on the list {name}', th: 'ไม่อยู่ในรายชื่อ {name}' },
};

function nameOf(schema: Schema, id: string): string {
  const name = schema.list(id);
  if (name !== undefined) return name;
  throw new DomainError('rule.unknown_list', 'invalid', `Unknown list: ${id}.`);
}

/** Belonging to a list that people keep by hand. */
export const onList: Family<ListCondition> = {
  shape: object({
    kind: literal('on_list'),
    operator: oneWord(['on', 'not_on']),
    list: pattern(idPattern),
  }),
  read: (reader) => {
    reader.object(['kind', 'operator', 'list']);
    const operator = reader.at('operator').word(['on', 'not_on'], 'unknown_operator');
    const list = readId(reader.at('list'), 'a list');
    return operator && list !== undefined ? { kind: 'on_list', operator, list } : undefined;
  },
  check: ({ list }, { schema, fail }) => {
    if (schema.list(list) === undefined) fail('/list', 'unknown_list', `Unknown list: ${list}.`);
  },
  evaluate: ({ operator, list }, { facts }) => {
    const on = facts.lists().has(list);
    return {
      verdict: on === (operator === 'on'),
      expected: operator,
      found: on ? 'on' : 'not_on',
      changesAt: Infinity,
    };
  },
  toSql: ({ operator, list }, { schema }) => {
    nameOf(schema, list);
    const on = among({
      from: sql`contact_list l`,
      contact: sql`l.contact_id`,
      where: sql`l.list_id = ${list}`,
      single: true,
    });
    return operator === 'on' ? on : not(on);
  },
  say: ({ operator, list }, { schema, speaker }) =>
    speaker.phrase(words[operator], { name: speaker.quote(nameOf(schema, list)) }),
  needs: (_, found) => void (found.lists = true),
  cost: () => 1,
};
