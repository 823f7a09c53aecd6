import { DomainError, type ErrorKind } from '#libs/kernel';
import { failureOf, problemOf } from './problem.js';

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`secret of ${code}`), { code, ...more });

describe('problems', () => {
  it.each([
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['too_large', 413],
    ['unsupported', 415],
    ['overloaded', 429],
    ['unavailable', 503],
  ] satisfies [ErrorKind, number][])('answers %s with %d', (kind, status) => {
    expect(failureOf(new DomainError('a.code', kind, 'Why.'))).toMatchObject({
      status,
      code: 'a.code',
    });
  });

  it.each([
    ['a bug', new TypeError('secret')],
    ['a thrown text', 'secret'],
    ['nothing', undefined],
    ['a duplicate key', withCode('ER_DUP_ENTRY', { errno: 1062 })],
    ['a missing file', withCode('ENOENT', { syscall: 'open' })],
  ])('says nothing about %s', (_, thrown) => {
    const failure = failureOf(thrown);
    expect(failure).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problemOf(failure, 'r'))).not.toContain('secret');
  });

  it.each([
    withCode('ECONNREFUSED'),
    withCode('PROTOCOL_CONNECTION_LOST'),
    withCode('ENOENT', { syscall: 'connect' }),
    Object.assign(new Error('secret'), { name: 'MaxRetriesPerRequestError' }),
  ])('asks for another try when a server is away: %s', (thrown) => {
    expect(failureOf(thrown)).toMatchObject({ status: 503, code: 'unavailable', retryAfter: 5 });
  });

  it('is written as RFC 9457 says', () => {
    const places = [{ place: '/a/0', code: 'a.bad', message: 'Bad.' }];
    const error = new DomainError('a.invalid', 'invalid', 'Something is wrong.', places);
    expect(problemOf(failureOf(error), 'request-1')).toEqual({
      type: 'urn:saphan:error:a.invalid',
      title: 'Bad Request',
      status: 400,
      detail: 'Something is wrong.',
      code: 'a.invalid',
      requestId: 'request-1',
      errors: places,
    });
  });
});
