import type { Attribute, AttributeType } from '../../attributes/attribute.js';
import { parseImportOptions, type ImportOptionsInput } from '../import-options.js';
import { adapters, type AdapterContext, type MappedRow } from './index.js';
import { mapColumns } from './columns.js';

const types: [string, AttributeType][] = [
  ['tier', 'text'],
  ['visits', 'number'],
  ['likes', 'list'],
];
const declared = new Map<string, Attribute>(
  types.map(([name, type], i) => [name, { id: i + 1, name, type, labelEn: name, labelTh: name }]),
);

const context = (header: string[], input: ImportOptionsInput = {}): AdapterContext => ({
  header,
  options: parseImportOptions(input).options,
  attributes: declared,
  now: new Date('2026-11-22T03:00:00Z'),
});

const codes = ({ faults }: MappedRow) => faults.map(({ column, code }) => `${column}: ${code}`);

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('contacts_csv', () => {
  const header = ['Mail', 'Name', 'Tier', 'Visits', 'Likes', 'Tags', '__proto__'];
  const mapping = {
    Mail: 'email',
    Name: 'firstName',
    Tier: 'attributes.tier',
    Visits: 'attributes.visits',
    Likes: 'attributes.likes',
    Tags: 'tags',
  };

  it('reads a row through the mapping, trimmed; empty cells say nothing', () => {
    const map = adapters.contacts_csv.open(context(header, { mapping, tags: ['List'] }));
    const row = map([' Malee@Example.test ', 'มาลี', '', '3', 'tea|cake', 'VIP|', 'evil'], 2);
    expect(row).toEqual({
      line: 2,
      faults: [],
      consents: [],
      contact: {
        target: { by: 'email', value: 'malee@example.test' },
        patch: {
          core: { email: 'malee@example.test', firstName: 'มาลี' },
          attributes: new Map<number, unknown>([
            [2, 3],
            [3, ['tea', 'cake']],
          ]),
          addTags: ['list', 'vip'],
          removeTags: [],
        },
      },
    });
  });

  it('guesses that another delimiter parts the columns', () => {
    const work = () => adapters.contacts_csv.open(context(['email;city']));
    expect(work).toThrow('is it “;”?');
  });

  it('names every column that is wrong, and no value', () => {
    const map = adapters.contacts_csv.open(context(header, { mapping }));
    const row = map(['nobody', 'a\u0007', 'gold', 'many', '', '', ''], 9);
    expect(codes(row)).toEqual([
      'Mail: email.invalid',
      'Name: text.control_character',
      'Visits: attribute.not_a_number',
    ]);
    expect(JSON.stringify(row)).not.toMatch(/nobody|many/);
    expect(codes(map(['', 'x', '', '', '', '', ''], 3))).toEqual(['Mail: import.key_missing']);
  });

  it('clears by empty cells when asked, but never the key', () => {
    const options = { mapping, emptyClears: true, defaults: { firstName: 'ลูกค้า' } };
    const row = adapters.contacts_csv.open(context(header, options))(
      ['a@example.test', '', '', '', '', '', ''],
      2,
    );
    expect(row.contact!.patch.core).toEqual({ email: 'a@example.test', firstName: 'ลูกค้า' });
    expect([...row.contact!.patch.attributes.values()]).toEqual([null, null, null]);
  });

  it('takes columns by their own names without a mapping', () => {
    const map = adapters.contacts_csv.open(context(['email', 'attributes.tier', 'notes']));
    expect(map(['a@example.test', 'gold', 'x'], 2).contact!.patch.attributes).toEqual(
      new Map([[1, 'gold']]),
    );
  });

  it.each<[string, string[], ImportOptionsInput]>([
    ['import.unknown_column', ['a'], { mapping: { b: 'email' } }],
    ['import.unknown_field', ['a'], { mapping: { a: 'attributes.nothing' } }],
    ['import.unknown_field', ['a'], { mapping: { a: '__proto__' } }],
    ['import.unknown_field', ['email', 'attributes.nothing'], {}],
    ['import.unknown_field', ['email'], { defaults: { constructor: 'x' } }],
    ['import.duplicate_field', ['a', 'b'], { mapping: { a: 'email', b: 'email' } }],
    ['import.duplicate_column', ['email', 'email'], {}],
    ['import.key_unmapped', ['email'], { matchBy: 'phone' }],
    ['import.consent_without_basis', ['email', 'consent.email.marketing'], {}],
    ['import.too_many_columns', Array.from({ length: 10_000 }, (_, i) => `c${i}`), {}],
  ])('refuses the file: %s', (code, columns, input) =>
    expect(codeOf(() => adapters.contacts_csv.open(context(columns, input)))).toBe(code),
  );

  it('reads agreement from a column, and from the file for those without one', () => {
    const consent = (['email', 'sms'] as const).map((channel) => ({
      channel,
      purpose: 'marketing',
      wordingVersion: 'v1',
      source: 'form',
    }));
    const columns = ['email', 'consent.email.marketing'];
    const map = adapters.contacts_csv.open(context(columns, { consent }));
    const granted = (cell: string) =>
      map(['a@example.test', cell], 2).consents.map((c) => `${c.channel} ${c.granted}`);
    expect(granted('ไม่')).toEqual(['sms true', 'email false']);
    expect(granted('yes')).toEqual(['sms true', 'email true']);
    expect(granted('')).toEqual(['sms true']);
  });
});

describe('events_csv', () => {
  const columns = ['id', 'name', 'at', 'contact.externalId', 'value', 'properties.qty'];

  it('reads an event', () => {
    const map = adapters.events_csv.open(context(columns, { defaults: { currency: 'THB' } }));
    const row = map(['1', 'purchased', '2026-11-01T00:00:00Z', 'c1', '10.50', '3'], 2);
    expect(row.event).toMatchObject({ value: '10.50', currency: 'THB', properties: '{"qty":3}' });
    expect(map(['2', 'seen', '2026-11-01T00:00:00Z', 'c1', '', ''], 3).event).toMatchObject({
      value: null,
      currency: null,
      properties: null,
    });
  });

  it('names the column that is wrong', () => {
    const map = adapters.events_csv.open(context(columns));
    expect(codes(map(['1', 'x', 'yesterday', 'c1', '', ''], 2))).toEqual(['at: event.at_invalid']);
    expect(codes(map(['1', 'x', '2026-11-01T00:00:00Z', '', '', ''], 3))).toEqual([
      'contact.externalId: event.contact_invalid',
    ]);
  });

  it('needs an id for each event', () =>
    expect(codeOf(() => adapters.events_csv.open(context(['name', 'at', 'contact.id'])))).toBe(
      'import.field_unmapped',
    ));
});

describe('cdnow', () => {
  const map = adapters.cdnow.open(context([]));

  it.each([
    ['19970230', '1', '1.00', 'date: date.invalid'],
    ['19970228', 'one', '1.00', 'number_of_cds: event.property_invalid'],
    ['19970228', '1', '$1', 'dollar_value: event.value_invalid'],
  ])('refuses %s %s %s', (date, quantity, value, code) =>
    expect(codes(map(['00001', date, quantity, value], 2))).toEqual([code]),
  );

  it('refuses lines of another width', () =>
    expect(codes(map(['00001', '19970228'], 2))).toEqual(['null: import.column_count']));
});

describe('columns', () => {
  it('keeps what is called like a prototype harmless', () => {
    const mapping = JSON.parse('{"__proto__":"email"}') as Record<string, string>;
    expect(mapColumns(['__proto__'], mapping, (field) => field === 'email')).toEqual([
      { index: 0, column: '__proto__', field: 'email' },
    ]);
    expect(({} as Record<string, unknown>).email).toBeUndefined();
  });
});

describe('options', () => {
  it('finds every fault', () => {
    const { faults } = parseImportOptions({
      encoding: 'utf-16' as 'utf-8',
      delimiter: 'x',
      phoneCountry: 'XX',
      source: '',
      tags: [' '],
    });
    expect(faults.map(({ place }) => place)).toEqual([
      '/encoding',
      '/delimiter',
      '/phoneCountry',
      '/source',
      '/tags/0',
    ]);
  });
});
