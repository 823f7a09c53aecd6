import { DomainError } from '#libs/kernel';

export const pastNotFound = (id: string): DomainError =>
  new DomainError('past.not_found', 'not_found', `There is no past campaign ${id}.`);

export const notRead = (id: string): DomainError =>
  new DomainError('past.no_file', 'conflict', `The file of past campaign ${id} is still to come.`);

export const tooManyValues = (column: string, most: number): DomainError =>
  wrongFile('past.too_many_values', `Column ${column} has more than ${most} different values.`);

/** @param place such as `line 17, column visit` */
export const wrongFile = (code: string, message: string, place?: string): DomainError =>
  new DomainError(code, 'invalid', message, place ? [{ place, code, message }] : []);

export const wrongLayout = (place: string, message: string): DomainError =>
  new DomainError('past.wrong_layout', 'invalid', message, [
    { place, code: 'past.wrong_layout', message },
  ]);
