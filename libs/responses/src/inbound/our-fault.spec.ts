import { DomainError } from '#libs/kernel';
import { isOurFault } from './our-fault.js';

it.each([
  [true, new TypeError('x is not a function')],
  [true, new DomainError('contact.not_found', 'not_found', 'x')],
  [true, Object.assign(new Error('x'), { code: 'ER_DATA_TOO_LONG' })],
  [false, Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  [false, Object.assign(new Error('x'), { code: 'ER_LOCK_DEADLOCK' })],
])('our fault: %s', (expected, error) => {
  expect(isOurFault(error)).toBe(expected);
});
