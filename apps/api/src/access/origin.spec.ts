import { isOwnOrigin, isUnsafe, namesOrigin } from './origin.js';

const publicUrl = 'https://crm.example.test';

describe('the origin of a request', () => {
  it.each([
    ['PUBLIC_URL', { origin: 'https://crm.example.test' }],
    ['the host it went to', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    ['a page of ours, by its Referer', { referer: 'https://crm.example.test/docs?x=1' }],
  ])('is own: %s', (_, headers) => {
    expect(isOwnOrigin(headers, publicUrl)).toBe(true);
  });

  it.each([
    ['none', { host: 'crm.example.test' }],
    ['null', { origin: 'null', host: 'crm.example.test' }],
    ['another site', { origin: 'https://evil.test', host: 'crm.example.test' }],
    ['a sub-domain', { origin: 'https://a.crm.example.test' }],
    ['a name that begins alike', { origin: 'https://crm.example.test.evil.test' }],
    ['another port', { origin: 'https://crm.example.test:8443', host: 'crm.example.test' }],
    ['ours in the user part', { origin: 'https://crm.example.test@evil.test' }],
    ['ours in the path', { referer: 'https://evil.test/https://crm.example.test/' }],
    ['a foreign Origin beside our Referer', { origin: 'https://evil.test', referer: publicUrl }],
    ['nonsense', { origin: 'crm.example.test' }],
  ])('is not own: %s', (_, headers) => {
    expect(isOwnOrigin(headers, publicUrl)).toBe(false);
  });

  it('is named by Origin or Referer', () => {
    expect(namesOrigin({ origin: 'null' })).toBe(true);
    expect(namesOrigin({ referer: 'x' })).toBe(true);
    expect(namesOrigin({})).toBe(false);
  });

  it('matters for methods that change things', () => {
    const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'PURGE'];
    expect(methods.filter(isUnsafe)).toEqual(['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']);
  });
});
