import { type Cases, text, named } from './case.js';

/** Texts as a person reads them. */
export const textCases: Cases = [
  [
    'case and accents do not count',
    { values: named('JOSÉ'), where: text('firstName', 'is', 'jose'), holds: true },
  ],
  [
    'surplus space does not count',
    { values: named('  Ann  Lee '), where: text('firstName', 'is', 'ann lee'), holds: true },
  ],
  [
    'Thai tone marks do',
    { values: named('ป่า'), where: text('firstName', 'is', 'ป้า'), holds: false },
  ],
  [
    'nor does a tone mark hide in part of a word',
    { values: named('ป่าไม้'), where: text('firstName', 'starts_with', 'ป่า'), holds: true },
  ],
  [
    'sara am however typed',
    { values: named('น้ํา'), where: text('firstName', 'contains', 'น้ำ'), holds: true },
  ],
  [
    'a per cent sign is itself',
    { values: named('1000'), where: text('firstName', 'contains', '100%'), holds: false },
  ],
  [
    'an underscore is itself',
    { values: named('ab'), where: text('firstName', 'starts_with', 'a_'), holds: false },
  ],
  [
    'the escape sign is itself',
    { values: named('wow!'), where: text('firstName', 'ends_with', '!'), holds: true },
  ],
  [
    'a backslash is itself',
    { values: named('a\\b'), where: text('firstName', 'contains', '\\'), holds: true },
  ],
  // A range over the prefix would end at U+FFFF and lose it.
  [
    'an emoji right after the prefix',
    {
      values: { 'attributes.nickname': 'Ann🙂' },
      where: text('attributes.nickname', 'starts_with', 'ann'),
      holds: true,
    },
  ],
  [
    'a blank name is unknown',
    { values: named('  '), where: text('firstName', 'is_set'), holds: false },
  ],
  [
    'is not, of the unknown',
    { values: named(null), where: text('firstName', 'is_not', 'x'), holds: true },
  ],
  [
    'does not contain, of the blank',
    { values: named(' '), where: text('firstName', 'does_not_contain', 'x'), holds: true },
  ],
  [
    'none of, of one of them',
    { values: named('Élan'), where: text('firstName', 'none_of', ['x', 'elan']), holds: false },
  ],
  [
    'an address in any case',
    {
      values: { email: 'u1@example.com' },
      where: text('email', 'is', ' U1@Example.COM'),
      holds: true,
    },
  ],
  [
    'a country in any case',
    { values: { country: 'TH' }, where: text('country', 'one_of', ['la', 'th']), holds: true },
  ],
  [
    'an external id to the letter',
    { values: { externalId: 'X1' }, where: text('externalId', 'is', 'x1'), holds: false },
  ],
  [
    'and to the trailing space',
    { values: { externalId: 'X2 ' }, where: text('externalId', 'is', 'X2'), holds: false },
  ],
];
