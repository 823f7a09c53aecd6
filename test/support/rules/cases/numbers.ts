import { type Cases, number, yesNo, score } from './case.js';

/** Numbers as doubles; yes and no. */
export const numberCases: Cases = [
  [
    'the ends of a range belong to it',
    { values: score(5), where: number('between', { from: 5, to: 7 }), holds: true },
  ],
  ['less than itself', { values: score(5), where: number('less_than', 5), holds: false }],
  ['at most itself', { values: score(5), where: number('at_most', 5), holds: true }],
  ['more than itself', { values: score(5), where: number('more_than', 5), holds: false }],
  ['at least itself', { values: score(5), where: number('at_least', 5), holds: true }],
  [
    'neighbours among doubles',
    { values: score(0.1 + 0.2), where: number('is', 0.3), holds: false },
  ],
  [
    'is not, of the unknown number',
    { values: score(null), where: number('is_not', 5), holds: true },
  ],
  [
    'less than, of the unknown number',
    { values: score(null), where: number('less_than', 5), holds: false },
  ],
  ['a no is known', { values: { 'attributes.vip': false }, where: yesNo('is_set'), holds: true }],
  ['a no is no', { values: { 'attributes.vip': false }, where: yesNo('is_false'), holds: true }],
  [
    'the unknown is no no',
    { values: { 'attributes.vip': null }, where: yesNo('is_false'), holds: false },
  ],
];
