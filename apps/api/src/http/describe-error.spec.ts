import { describeError } from './describe-error.js';

describe('what is logged of an error', () => {
  it('keeps the message and the place of a bug', () => {
    const logged = describeError(new TypeError('x is not a function'));
    expect(logged).toMatchObject({ name: 'TypeError', message: 'x is not a function' });
    expect(logged.stack[0]).toMatch(/^\s+at /);
  });

  it('keeps nothing of what the database quotes', () => {
    const error = Object.assign(new Error("Duplicate entry 'nok@example.test' for key 'x'"), {
      name: 'QueryFailedError',
      code: 'ER_DUP_ENTRY',
      errno: 1062,
      parameters: ['nok@example.test'],
      sql: "INSERT … 'nok@example.test'",
    });
    const logged = describeError(error);
    expect(logged).toMatchObject({ code: 'ER_DUP_ENTRY', errno: 1062 });
    expect(JSON.stringify(logged)).not.toContain('nok@');
  });

  it('survives what is no error', () => {
    expect(describeError('text')).toEqual({ name: 'string', stack: [] });
  });
});
