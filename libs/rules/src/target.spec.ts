import { compile } from './compile.js';
import type { Field, Schema } from './schema.js';

const label = { en: 'x', th: 'x' };
const where = [
  ['name_id', 3],
  ['currency', 'THB'],
] as const;
const table = 'contact_event';
const fields: { readonly [name: string]: Field } = {
  total: {
    name: 'total',
    kind: 'number',
    label,
    place: { table, column: 'total', decimal: true, where },
    absent: 0,
  },
  average: {
    name: 'average',
    kind: 'number',
    label,
    place: { table, column: 'total', decimal: true, per: 'times', where },
  },
};
const schema: Schema = {
  timeZone: 'UTC',
  field: (name) => fields[name],
  event: () => undefined,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};

function compiled(field: string, operator: 'at_least' | 'less_than' | 'is_not', value: number) {
  const rule = { version: 1, where: { kind: 'number', field, operator, value } } as const;
  const { sql, parameters } = compile(rule, schema, new Date(0));
  return [sql.replace('SELECT c.id FROM contact c WHERE ', ''), parameters];
}

describe('rows of a table', () => {
  const rows =
    'SELECT x.contact_id FROM contact_event x WHERE (x.name_id = ?) AND (x.currency = ?)';

  const set = rows.replace('x.contact_id', 'x.contact_id AS id');

  it('are picked by columns, and a DECIMAL is compared as a double', () => {
    expect(compiled('average', 'at_least', 5)).toEqual([
      `${set} AND (((x.total + 0e0) / x.times) >= ?)`,
      [3, 'THB', 5],
    ]);
  });

  it('deny it of whom it is taken for granted', () => {
    expect(compiled('total', 'at_least', 5)).toEqual([
      `${set} AND ((x.total + 0e0) >= ?)`,
      [3, 'THB', 5],
    ]);
    expect(compiled('total', 'less_than', 5)).toEqual([
      `NOT (c.id IN (${rows} AND (((x.total + 0e0) < ?) IS NOT TRUE)))`,
      [3, 'THB', 5],
    ]);
  });

  it('are negated as one, whichever twin holds of nothing', () => {
    const [sql] = compiled('total', 'is_not', 5);
    expect(sql).toBe(`NOT (c.id IN (${rows} AND ((x.total + 0e0) = ?)))`);
    const [none] = compiled('total', 'is_not', 0);
    expect(none).toBe(`NOT (NOT (c.id IN (${rows} AND (((x.total + 0e0) = ?) IS NOT TRUE))))`);
  });
});
