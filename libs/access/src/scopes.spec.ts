import { roles, scopes, scopesOf, type Scope } from './scopes.js';

const others = (scope: Scope) => !scope.endsWith(':read');

describe('scopes and roles', () => {
  it('gives an admin everything', () => {
    expect([...scopesOf('admin')].sort()).toEqual([...scopes].sort());
  });

  it('gives a marketer everything but users, keys, metrics and prices', () => {
    const missing = scopes.filter((scope) => !scopesOf('marketer').has(scope));
    expect(missing).toEqual([
      'sending:manage',
      'users:manage',
      'keys:manage',
      'metrics:read',
      'prices:manage',
    ]);
  });

  it('lets an analyst read everything, and write competitors and what others sent alone', () => {
    const held = scopesOf('analyst');
    expect([...held].filter(others)).toEqual(['competitors:write', 'reports:write']);
    const unread = scopes.filter((scope) => scope.endsWith(':read') && !held.has(scope));
    expect(unread).toEqual(['metrics:read']);
  });

  it('lets an agent see contacts and write down what they said', () => {
    expect([...scopesOf('agent')]).toEqual(['contacts:read', 'consent:write', 'events:write']);
  });

  it('has no scope that nobody holds', () => {
    for (const scope of scopes) expect(roles.some((role) => scopesOf(role).has(scope))).toBe(true);
  });
});
