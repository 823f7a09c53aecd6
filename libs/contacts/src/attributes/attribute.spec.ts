import {
  parseAttributeCell,
  parseAttributeJson,
  sameValue,
  type AttributeType,
} from './attribute.js';

const style = { listSeparator: '|', dateOrder: 'ymd' } as const;
const cell = (type: AttributeType, text: string): unknown => {
  const verdict = parseAttributeCell(type, text, style);
  return verdict.ok ? verdict.value : verdict.error.code;
};
const json = (type: AttributeType, value: unknown): unknown => {
  const verdict = parseAttributeJson(type, value);
  return verdict.ok ? verdict.value : verdict.error.code;
};

describe('attribute values', () => {
  it.each<[AttributeType, string, unknown]>([
    ['text', ' gold ', 'gold'],
    ['number', '12.50', 12.5],
    ['number', '-0', 0],
    ['number', '1e3', 1000],
    ['number', '1,234', 'attribute.not_a_number'],
    ['number', '0x10', 'attribute.not_a_number'],
    ['number', '1e999', 'attribute.not_a_number'],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', 'ใช่', true],
    ['boolean', 'maybe', 'attribute.not_yes_or_no'],
    ['date', '2026-02-29', 'date.invalid'],
    ['date', '2026-02-28', '2026-02-28'],
    ['datetime', '2026-02-28T00:00:00+07:00', '2026-02-27T17:00:00.000Z'],
  ])('cell of %s: %j', (type, text, expected) => expect(cell(type, text)).toBe(expected));

  it('reads lists, each item once', () => {
    expect(cell('list', 'tea| coffee ||tea')).toEqual(['tea', 'coffee']);
    expect(cell('list', Array.from({ length: 101 }, (_, i) => i).join('|'))).toBe(
      'attribute.list_too_long',
    );
  });

  it('converts nothing that comes as JSON', () => {
    expect(json('number', 1)).toBe(1);
    expect(json('number', '1')).toBe('attribute.not_a_number');
    expect(json('boolean', 1)).toBe('attribute.not_yes_or_no');
    expect(json('list', ['a', 1])).toBe('attribute.not_a_list');
    expect(json('text', { a: 1 })).toBe('attribute.not_a_text');
    expect(json('date', '2026-11-22')).toBe('2026-11-22');
  });

  it('compares lists by their items', () => {
    expect(sameValue(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameValue(1, true)).toBe(false);
  });
});
