import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import type { Principal } from './principal.js';
import { scopesOf } from './scopes.js';
import { createSessionToken, sessionHash } from './secrets.js';
import { SessionRepository } from './session.repository.js';

const hour = 60 * 60 * 1000;

/** A session ends after 12 hours without a request, and after 7 days whatever happens (V7.3). */
const idleMs = 12 * hour;
const longestMs = 7 * 24 * hour;
/** Extended at most this often, so that reading does not write each time. */
const extendEveryMs = 5 * 60 * 1000;

export const sessionLifetimeSeconds = longestMs / 1000;

/** Sessions: random tokens of which only hashes are kept. */
@Injectable()
export class SessionService {
  constructor(
    private readonly sessions: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens a session and closes the one that the caller came with: a token known before the login is
   * worth nothing after it (V7.2.4).
   * @returns the token, which is kept nowhere.
   */
  async open(userId: string, previousToken?: string): Promise<string> {
    if (previousToken) await this.close(previousToken);
    const { token, hash } = createSessionToken();
    const now = this.clock.now();
    await this.sessions.insert(hash, userId, now, new Date(now.getTime() + idleMs));
    return token;
  }

  async close(token: string): Promise<void> {
    const hash = sessionHash(token);
    if (hash) await this.sessions.delete(hash);
  }

  /** Who a token stands for; null when it is unknown, expired or of somebody disabled. */
  async resolve(token: string): Promise<Principal | null> {
    const hash = sessionHash(token);
    if (!hash) return null;
    const now = this.clock.now();
    const row = await this.sessions.findLive(hash, now);
    if (!row) return null;
    const end = Math.min(now.getTime() + idleMs, row.createdAt.getTime() + longestMs);
    if (end - row.expiresAt.getTime() > extendEveryMs)
      await this.sessions.extend(hash, new Date(end));
    const id = `session:${hash.toString('hex')}`;
    return {
      kind: 'session',
      userId: row.userId,
      role: row.role,
      scopes: scopesOf(row.role),
      id,
    };
  }

  /** Removes expired sessions. To be called now and then. */
  sweep(): Promise<number> {
    return this.sessions.deleteExpired(this.clock.now());
  }
}
