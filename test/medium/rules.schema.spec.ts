import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { jsonSchema, kindInfos, parse, print } from '#libs/rules';
import { node, rule } from '../support/rules/arbitraries.js';

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(jsonSchema());
const valid = (where: unknown): boolean => validate({ version: 1, where });

const text = { kind: 'text', field: 'city', operator: 'is', value: 'Bangkok' };
const day = { kind: 'date', field: 'birthDate', operator: 'on', value: '2026-03-01' };
const did = { kind: 'event', event: 'purchase', operator: 'at_least', times: 1 };
const opened = { kind: 'message', operator: 'did', what: 'opened' };

describe('the JSON Schema of the language', () => {
  it('accepts every rule that parse accepts, as it is printed and as it is written', () => {
    fc.assert(
      fc.property(rule(node), (one) => {
        expect(parse(print(one))).toMatchObject({ ok: true });
        expect([validate(print(one)), validate.errors]).toEqual([true, null]);
        expect(validate(one)).toBe(true);
      }),
      { numRuns: Number(process.env.RULES_CASES ?? 1000) },
    );
  });

  it.each<[string, unknown]>([
    ['no kind', {}],
    ['an unknown kind', { kind: 'sql', of: '1=1' }],
    ['an unknown operator', { ...text, operator: 'like' }],
    ['an operator of another kind', { ...text, operator: 'less_than', value: 1 }],
    ['an unknown property', { ...text, and: 1 }],
    ['a value where none belongs', { ...text, operator: 'is_set' }],
    ['no value', { kind: 'text', field: 'city', operator: 'is' }],
    ['a blank text', { ...text, value: '  ' }],
    ['a long text', { ...text, value: 'x'.repeat(256) }],
    ['a text for a list', { ...text, operator: 'one_of' }],
    ['an empty list', { ...text, operator: 'one_of', value: [] }],
    ['a number as a text', { kind: 'number', field: 'score', operator: 'is', value: '1' }],
    ['a huge number', { kind: 'number', field: 'score', operator: 'is', value: 1e300 }],
    ['half a range', { kind: 'number', field: 'score', operator: 'between', value: { from: 1 } }],
    ['a day that looks like none', { ...day, value: '1 March 2026' }],
    ['an instant for a day', { ...day, value: '2026-03-01T00:00:00Z' }],
    ['days and hours', { ...day, operator: 'within_last', value: { days: 1, hours: 1 } }],
    ['half a day', { ...day, operator: 'within_last', value: { days: 0.5 } }],
    ['an eighth day of the week', { ...day, operator: 'weekday_is', value: [8] }],
    ['an empty group', { kind: 'all', of: [] }],
    ['a broken condition deep inside', { kind: 'not', of: { kind: 'any', of: [text, {}] } }],
    ['at least no times', { ...did, times: 0 }],
    ['an unknown window', { ...did, window: { kind: 'soon' } }],
    ['a segment by number', { kind: 'segment', operator: 'in', segment: 7 }],
    ['a link that was opened', { ...opened, link: 1 }],
    ['a machine that bounced', { ...opened, what: 'bounced', machines: true }],
    ['a channel that is none', { kind: 'reach', operator: 'may', channel: 'fax', purpose: 'x' }],
    ['a list without an id', { kind: 'on_list', operator: 'on' }],
    ['more than all by chance', { kind: 'chance', salt: 's', from: 0, to: 101 }],
  ])('refuses %s, as parse does', (_, where) => {
    expect(valid(where)).toBe(false);
    expect(parse({ version: 1, where }).ok).toBe(false);
  });

  it('still accepts what parse accepts when anything is put in the place of any part', () => {
    const junk = fc.constantFrom<unknown>(null, 0, true, 'x', [], {}, [[]], { kind: 'everyone' });
    fc.assert(
      fc.property(rule(node), junk, fc.nat(), (one, put, at) => {
        const json = JSON.parse(JSON.stringify(print(one))) as object;
        const places = placesIn(json);
        const [parent, key] = places[at % places.length] ?? [{}, ''];
        parent[key] = put;
        if (parse(json).ok) expect([validate(json), validate.errors]).toEqual([true, null]);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows every kind with its operators', () => {
    const infos = kindInfos();
    expect(infos).toContainEqual({ kind: 'all', fields: [], operators: [] });
    expect(infos).toContainEqual({
      kind: 'yes_no',
      fields: ['yes_no'],
      operators: ['is_true', 'is_false', 'is_set', 'is_not_set'],
    });
    expect(infos).toContainEqual({ kind: 'reach', fields: [], operators: ['may', 'may_not'] });
    expect(infos.find(({ kind }) => kind === 'event')?.operators).toContain('exactly');
  });
});

/** Every property and item below a value, with what it is in. */
function placesIn(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Record<string, unknown>;
  return Object.keys(own).flatMap((key) => [[own, key], ...placesIn(own[key])]);
}
