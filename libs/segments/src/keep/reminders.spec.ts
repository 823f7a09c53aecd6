import type { Node, Schema } from '#libs/rules';
import { timeless } from './reminders.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const schema: Schema = {
  timeZone: 'UTC',
  field: (name) => ({
    name,
    kind: name === 'createdAt' ? 'datetime' : 'text',
    label: { en: '', th: '' },
    place: { column: name === 'createdAt' ? 'created_at' : 'country' },
  }),
  event: () => 1,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};
const thai: Node = { kind: 'text', field: 'country', operator: 'is', value: 'TH' };
const fresh: Node = {
  kind: 'date',
  field: 'createdAt',
  operator: 'within_last',
  value: { days: 1 },
};
const part = (where: Node) => timeless({ version: 1, where }, schema, now)?.where;

describe('timeless', () => {
  it('is what must hold and does not change by time', () => {
    expect(part({ kind: 'all', of: [thai, fresh] })).toEqual({ kind: 'all', of: [thai] });
    expect(part({ kind: 'all', of: [{ kind: 'not', of: thai }, fresh] })).toEqual({
      kind: 'all',
      of: [{ kind: 'not', of: thai }],
    });
  });

  it('is nothing where time decides, or where one of several is enough', () => {
    expect(part({ kind: 'all', of: [fresh, { kind: 'any', of: [thai, fresh] }] })).toBeUndefined();
    expect(part({ kind: 'any', of: [thai, fresh] })).toBeUndefined();
    expect(part(thai)).toBeUndefined();
  });
});
