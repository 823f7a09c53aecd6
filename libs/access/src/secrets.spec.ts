import { createHash } from 'node:crypto';
import { apiKeyHash, createApiKey, createSessionToken, sessionHash } from './secrets.js';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

describe('secrets', () => {
  it('makes keys that can be told apart and found again by their hash alone', () => {
    const { token, prefix, hash } = createApiKey();
    expect(token).toMatch(new RegExp(`^sph_${prefix}_[A-Za-z0-9_-]{43}$`));
    expect(hash).toEqual(sha256(token));
    expect(apiKeyHash(token)).toEqual(hash);
    expect(createApiKey().token).not.toBe(token);
  });

  it('makes session tokens of 256 bits', () => {
    const { token, hash } = createSessionToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(sessionHash(token)).toEqual(hash);
    expect(hash).toEqual(sha256(token));
  });

  it('does not ask the database for what cannot be a secret', () => {
    const { token } = createApiKey();
    const texts = ['', 'sph_', token.slice(0, -1), `${token}A`, token.toUpperCase(), ` ${token}`];
    for (const text of texts) expect(apiKeyHash(text)).toBeNull();
    for (const text of ['', token, 'a'.repeat(42), `${'a'.repeat(42)};`])
      expect(sessionHash(text)).toBeNull();
  });
});
