import { type Cases, tags, text, named } from './case.js';

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
    'tone marks count also at the end of a word',
    { values: named('ปา'), where: text('firstName', 'starts_with', 'ป่า'), holds: false },
  ],
  [
    'and when a word is contained',
    { values: named('ร้านป้าแก้ว'), where: text('firstName', 'contains', 'ปาแกว'), holds: false },
  ],
  [
    'short and long vowels are two',
    { values: named('กินดี'), where: text('firstName', 'is', 'กีนดิ'), holds: false },
  ],
  [
    'sara am under a tone mark, typed as two signs after it',
    {
      values: named('น้ำใจ'),
      where: text('firstName', 'starts_with', 'น\u0e49\u0e4d\u0e32'),
      holds: true,
    },
  ],
  [
    'sara am as two signs before the tone mark is another spelling',
    { values: named('น้ำ'), where: text('firstName', 'is', 'น\u0e4d\u0e49\u0e32'), holds: false },
  ],
  [
    'a doubled sara e is no sara ae',
    { values: named('แก้ว'), where: text('firstName', 'is', 'เเก้ว'), holds: false },
  ],
  [
    'a space that does not break is a space',
    { values: named('สม\u00a0ใจ'), where: text('firstName', 'is', 'สม ใจ'), holds: true },
  ],
  [
    'Thai digits are other signs than Arabic ones',
    { values: named('ห้อง ๑๒'), where: text('firstName', 'contains', '12'), holds: false },
  ],
  [
    'full width is width alone',
    { values: named('ＡＢＣ１２'), where: text('firstName', 'is', 'abc12'), holds: true },
  ],
  [
    'a sharp s is no double s',
    { values: named('Straße'), where: text('firstName', 'is', 'strasse'), holds: false },
  ],
  [
    'nor is a capital sharp s',
    { values: named('STRAẞE'), where: text('firstName', 'is', 'straße'), holds: true },
  ],
  [
    'a combining accent and a letter with it are one',
    { values: named('Jose\u0301'), where: text('firstName', 'ends_with', 'sé'), holds: true },
  ],
  [
    'a Turkish capital i with its dot',
    { values: named('İzmir'), where: text('firstName', 'is', 'izmir'), holds: true },
  ],
  [
    'a ligature is its letters',
    { values: named('ﬁne'), where: text('firstName', 'starts_with', 'fi'), holds: true },
  ],
  [
    'a tag in any case, Thai to the tone mark',
    { values: { tags: ['ลูกค้า VIP'] }, where: tags('any_of', ['ลูกค้า vip']), holds: true },
  ],
  [
    'another tone mark is another tag',
    { values: { tags: ['ลูกค้า'] }, where: tags('any_of', ['ลูกคา']), holds: false },
  ],
  [
    'an item of a list, accents aside',
    {
      values: { 'attributes.hobbies': ['Café', 'น้ำชา'] },
      where: {
        kind: 'list',
        field: 'attributes.hobbies',
        operator: 'all_of',
        value: ['CAFE', 'น้ํา' + 'ชา'],
      },
      holds: true,
    },
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
