import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { ApiKeyRepository, type ApiKey } from './api-key.repository.js';
import { keyNotFound, scopeNotHeld } from './errors.js';
import type { Principal } from './principal.js';
import { scopesOf, type Scope } from './scopes.js';
import { apiKeyHash, createApiKey } from './secrets.js';

/** How long what a key stands for may be remembered, milliseconds. */
const recentMs = 5000;

/** Keys with which other programs call. */
@Injectable()
export class ApiKeyService {
  private readonly recent = new LRUCache<string, Principal>({
    max: 1000,
    ttl: recentMs,
    fetchMethod: async (token) => (await this.resolve(token)) ?? undefined,
  });

  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes a key that may do no more than the caller.
   * @returns the key itself too: it is kept nowhere and cannot be shown again.
   * @throws DomainError `api_key.scope_not_held`
   */
  async create(
    caller: Principal,
    name: string,
    scopes: readonly Scope[],
  ): Promise<ApiKey & { key: string }> {
    scopes.forEach((scope, index) => {
      if (!caller.scopes.has(scope)) throw scopeNotHeld(scope, index);
    });
    const { token, prefix, hash } = createApiKey();
    const key = {
      name,
      prefix,
      scopes: [...new Set(scopes)],
      createdBy: caller.userId,
      createdAt: this.clock.now(),
    };
    const id = await this.keys.insert({ ...key, hash });
    return { ...key, id, revokedAt: null, key: token };
  }

  list(limit: number, after = '0'): Promise<ApiKey[]> {
    return this.keys.list(limit, after);
  }

  /** Ends a key at once; a key that is revoked already stays so. @throws DomainError `api_key.not_found` */
  async revoke(id: string): Promise<void> {
    if (!(await this.keys.find(id))) throw keyNotFound();
    await this.keys.revoke(id, this.clock.now());
  }

  /**
   * Who a key stands for; null when it is unknown, revoked, or its maker was disabled. What the
   * maker's role has lost since, the key has lost too.
   */
  async resolve(token: string): Promise<Principal | null> {
    const hash = apiKeyHash(token);
    const row = hash && (await this.keys.findLive(hash));
    if (!row) return null;
    const held = scopesOf(row.role);
    return {
      kind: 'api_key',
      userId: row.userId,
      role: row.role,
      scopes: new Set(row.scopes.filter((scope) => held.has(scope))),
      id: `key:${row.id}`,
    };
  }

  /** The same for those who call thousands of times a second: as it was at most five seconds ago. */
  async resolveRecent(token: string): Promise<Principal | null> {
    return (await this.recent.fetch(token)) ?? null;
  }
}
