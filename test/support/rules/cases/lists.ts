import { type Cases, tags } from './case.js';

/** Lists, of which none at all is an empty one. */
export const listCases: Cases = [
  [
    'all of, twice the same',
    { values: { tags: ['Vip'] }, where: tags('all_of', ['VIP', 'vip']), holds: true },
  ],
  [
    'all of, one missing',
    { values: { tags: ['vip'] }, where: tags('all_of', ['vip', 'new']), holds: false },
  ],
  ['none of, of no list', { values: { tags: null }, where: tags('none_of', ['vip']), holds: true }],
  ['no list has size 0', { values: { tags: null }, where: tags('size_is', 0), holds: true }],
  ['no list is small', { values: { tags: null }, where: tags('size_at_most', 1), holds: true }],
  ['no list is empty', { values: { tags: null }, where: tags('is_empty'), holds: true }],
];
