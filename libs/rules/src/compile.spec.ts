import { compile, compileProbe } from './compile.js';
import type { Schema } from './schema.js';
import type { Node } from './tree.js';

const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: (name) => {
    const label = { en: name, th: name };
    if (name === 'city') return { name, kind: 'text', label, place: { column: 'city_fold' } };
    if (name === 'createdAt')
      return { name, kind: 'datetime', label, place: { column: 'created_at' } };
    const place = { table: 'contact_number', column: 'value', attribute: 7 };
    return { name, kind: 'number', label, place };
  },
  event: () => 3,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};
const compiled = (where: Node) =>
  compile({ version: 1, where }, schema, new Date('2026-03-01T12:00:00Z'));

describe('compile', () => {
  it('binds every value', () => {
    const hostile = `' OR 1=1 -- `;
    const { sql, parameters } = compiled({
      kind: 'text',
      field: 'city',
      operator: 'is',
      value: hostile,
    });
    expect(sql).toBe('SELECT c.id FROM contact c WHERE c.city_fold IN (?)');
    expect(parameters).toEqual([`' or 1=1 --`]);
  });

  it('reaches attributes through an uncorrelated subquery, negated as one', () => {
    const { sql, parameters } = compiled({
      kind: 'number',
      field: 'score',
      operator: 'is_not',
      value: 5,
    });
    expect(sql).toBe(
      'SELECT c.id FROM contact c WHERE NOT (c.id IN (SELECT x.contact_id FROM contact_number x' +
        ' WHERE (x.attribute_id = ?) AND (x.value = ?)))',
    );
    expect(parameters).toEqual([7, 5]);
  });

  it('minds the missing when a column is negated', () => {
    const { sql } = compiled({ kind: 'text', field: 'city', operator: 'is_not', value: 'x' });
    expect(sql).toBe('SELECT c.id FROM contact c WHERE (c.city_fold IN (?)) IS NOT TRUE');
  });

  it('counts events up to the present', () => {
    const { sql, parameters } = compiled({
      kind: 'event',
      event: 'purchase',
      operator: 'at_least',
      times: 2,
      window: { kind: 'last', span: { days: 1 } },
      where: [],
    });
    expect(sql).toBe(
      'SELECT e.contact_id AS id FROM event e' +
        ' WHERE (e.name_id = ?) AND (e.occurred_at >= ? AND e.occurred_at <= ?)' +
        ' GROUP BY e.contact_id HAVING COUNT(*) > ?',
    );
    expect(parameters).toEqual([3, '2026-02-28 12:00:00.000', '2026-03-01 12:00:00.000', 1]);
  });

  const count = (node: object): ReturnType<typeof compiled> =>
    compiled({
      kind: 'event',
      event: 'purchase',
      operator: 'at_least',
      times: 1,
      window: { kind: 'last', span: { days: 1 } },
      where: [],
      ...node,
    });

  it('asks the summaries who did something, and single events where some are dated ahead', () => {
    const { sql } = count({});
    expect(sql).toBe(
      'SELECT t.contact_id AS id FROM contact_event t' +
        ' WHERE (t.name_id = ?) AND (t.currency = ?) AND ((t.last_at >= ?) AND ((t.last_at <= ?)' +
        ' OR t.last_at > ? AND (SELECT COUNT(*) FROM event e WHERE e.contact_id = t.contact_id' +
        ' AND (e.name_id = ?) AND (e.occurred_at >= ? AND e.occurred_at <= ?)) >= ?))',
    );
  });

  it('finds those who did nothing at all by ranges of one column', () => {
    const { sql } = count({ event: '*', operator: 'exactly', times: 0 });
    expect(sql).toBe(
      'SELECT c.id FROM contact c WHERE (c.last_event_at IS NULL) OR (c.last_event_at < ?)' +
        ' OR (c.last_event_at > ? AND (SELECT COUNT(*) FROM event e' +
        ' WHERE e.contact_id = c.id AND (e.occurred_at >= ? AND e.occurred_at <= ?)) = 0)',
    );
  });

  const thai: Node = { kind: 'text', field: 'city', operator: 'is', value: 'x' };
  const rich: Node = { kind: 'number', field: 'score', operator: 'at_least', value: 9 };
  const rows = (comparison: string) =>
    `SELECT x.contact_id AS id FROM contact_number x WHERE (x.attribute_id = ?) AND (x.value ${comparison} ?)`;
  const one = (comparison: string) =>
    '(SELECT 1 FROM contact_number x WHERE x.contact_id = c.id AND' +
    ` ((x.attribute_id = ?) AND (x.value ${comparison} ?)) LIMIT 1) IS NOT NULL`;

  it('intersects sets, and asks the rest of those who are left', () => {
    const poor: Node = { ...rich, operator: 'less_than', value: 20 };
    const { sql, parameters } = compiled({
      kind: 'all',
      of: [thai, rich, poor, { kind: 'not', of: { ...rich, operator: 'is', value: 13 } }],
    });
    expect(sql).toBe(
      `SELECT c.id FROM ((${rows('>=')}) INTERSECT (${rows('<')})) s STRAIGHT_JOIN contact c ON c.id = s.id` +
        ` WHERE (c.city_fold IN (?)) AND (NOT (${one('=')}))`,
    );
    expect(parameters).toEqual([7, 9, 7, 20, 'x', 7, 13]);
  });

  it('unites sets, unless somebody has to be asked anyway', () => {
    const poor: Node = { ...rich, operator: 'less_than', value: 2 };
    expect(compiled({ kind: 'any', of: [rich, poor] }).sql).toBe(
      `(${rows('>=')}) UNION (${rows('<')})`,
    );
    expect(compiled({ kind: 'any', of: [rich, thai] }).sql).toMatch(/^SELECT c.id FROM contact c/);
  });

  it('makes a probe that looks at each contact by itself', () => {
    const where: Node = { kind: 'any', of: [thai, rich] };
    const { sql } = compileProbe({ version: 1, where }, schema, new Date(0));
    expect(sql).toBe(`SELECT c.id FROM contact c WHERE (c.city_fold IN (?)) OR (${one('>=')})`);
  });

  it('binds the path of a property', () => {
    const { sql, parameters } = count({
      where: [{ kind: 'text', field: 'properties.a.b', operator: 'is', value: 'X' }],
    });
    expect(sql).toContain('(JSON_VALUE(e.comparable, ?) IN (?))');
    expect(parameters.slice(-2)).toEqual(['$.t."a.b"', 'x']);
  });

  it("takes calendar windows from the organisation's zone", () => {
    const { parameters } = compiled({
      kind: 'date',
      field: 'createdAt',
      operator: 'in_period',
      value: 'today',
    });
    expect(parameters).toEqual(['2026-02-28 17:00:00.000', '2026-03-01 16:59:59.999']);
  });

  it('names a field that has gone', () => {
    const gone: Schema = { ...schema, field: () => undefined };
    const rule = {
      version: 1,
      where: { kind: 'number', field: 'x', operator: 'is', value: 1 },
    } as const;
    expect(() => compile(rule, gone, new Date(0))).toThrow('Unknown field: x.');
  });
});
