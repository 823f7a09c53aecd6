import { DomainError } from '#libs/kernel';

/** One answer for an unknown account, a wrong password and a disabled account. */
export const loginFailed = () =>
  new DomainError(
    'login.failed',
    'unauthenticated',
    'The e-mail address or the password is wrong.',
  );

/** @param seconds until another try is looked at. */
export const loginBlocked = (seconds: number) =>
  new DomainError(
    'login.blocked',
    'overloaded',
    'Too many failed logins for this account. Wait before the next try.',
    [],
    seconds,
  );

export const userNotFound = () =>
  new DomainError('user.not_found', 'not_found', 'There is no such user.');

export const userExists = () =>
  new DomainError('user.exists', 'conflict', 'A user with this e-mail address exists.', [
    { place: '/email', code: 'user.exists', message: 'This e-mail address is taken.' },
  ]);

export const lastAdmin = () =>
  new DomainError(
    'user.last_admin',
    'conflict',
    'The last active admin can be neither disabled nor given another role.',
  );

export const passwordRefused = (code: string, message: string) =>
  new DomainError(code, 'invalid', message, [{ place: '/password', code, message }]);

export const keyNotFound = () =>
  new DomainError('api_key.not_found', 'not_found', 'There is no such API key.');

/** @param index of the scope in the request. */
export const scopeNotHeld = (scope: string, index: number) => {
  const message = `Your role does not hold the scope ${scope}, so your key cannot.`;
  const code = 'api_key.scope_not_held';
  return new DomainError(code, 'invalid', message, [{ place: `/scopes/${index}`, code, message }]);
};
