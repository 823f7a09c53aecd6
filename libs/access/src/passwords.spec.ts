import { hashPassword, verifyPassword } from './passwords.js';

const good = 'a bridge over the Kwai';

describe('passwords', () => {
  it('are kept as argon2id with at least 19 MiB and two passes', async () => {
    expect(await hashPassword(good)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('verify themselves and nothing else', async () => {
    const stored = await hashPassword(good);
    expect(await verifyPassword(stored, good)).toBe(true);
    expect(await verifyPassword(stored, `${good} `)).toBe(false);
    expect(await hashPassword(good)).not.toBe(stored);
  });

  it('are the same in every Unicode spelling', async () => {
    const stored = await hashPassword('caf\u00e9 ก\u0e33แพง ๑๒๓');
    expect(await verifyPassword(stored, 'cafe\u0301 ก\u0e4d\u0e32แพง ๑๒๓')).toBe(true);
  });

  it.each([
    ['password.too_short', 'elevenchars'],
    ['password.too_short', '👩‍💻🐘🐘🐘'],
    ['password.too_long', 'ab1'.repeat(43)],
    ['password.guessable', 'aaaaaaaaaaaaaaaa'],
    ['password.guessable', 'Somchai@Example.test'],
  ])('are refused with %s: %s', async (code, password) => {
    const places = [{ place: '/password', code, message: expect.any(String) as string }];
    await expect(hashPassword(password, ['somchai@example.test'])).rejects.toMatchObject({
      code,
      kind: 'invalid',
      places,
    });
  });
});
