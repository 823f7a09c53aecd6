import type { Role, Scope } from './scopes.js';

/** Who calls: a person with a session, or a program with a key that a person made. */
export interface Principal {
  kind: 'session' | 'api_key';
  /** The person; for a key, the person who made it. */
  userId: string;
  role: Role;
  scopes: ReadonlySet<Scope>;
  /** Names the session or key itself, for counting its requests; not a secret. */
  id: string;
}
