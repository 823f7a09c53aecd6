/** What kinds of people log in. */
export const roles = ['admin', 'marketer', 'analyst', 'agent'] as const;
export type Role = (typeof roles)[number];

const all = roles;
const marketing = ['admin', 'marketer'] as const;
const reading = ['admin', 'marketer', 'analyst'] as const;
const serving = ['admin', 'marketer', 'agent'] as const;
const adminOnly = ['admin'] as const;

/**
 * Every right there is, and the roles that hold it. A route asks for exactly one of these; a key
 * holds some of them, never more than the role of the person who made it.
 */
const holders = {
  'contacts:read': all,
  'contacts:write': marketing,
  'consent:write': serving,
  'imports:read': reading,
  'imports:write': marketing,
  'events:write': serving,
  'segments:read': reading,
  'segments:write': marketing,
  'templates:read': reading,
  'templates:write': marketing,
  'senders:read': reading,
  'senders:write': marketing,
  'campaigns:read': reading,
  'campaigns:write': marketing,
  'campaigns:approve': marketing,
  'campaigns:launch': marketing,
  'sending:read': reading,
  'sending:manage': adminOnly,
  'competitors:read': reading,
  'competitors:write': reading,
  'reports:read': reading,
  'reports:write': reading,
  'users:manage': adminOnly,
  'keys:manage': adminOnly,
  'metrics:read': adminOnly,
  'prices:manage': adminOnly,
} as const satisfies Record<string, readonly Role[]>;

export type Scope = keyof typeof holders;

export const scopes = Object.keys(holders) as readonly Scope[];

function heldBy(role: Role): ReadonlySet<Scope> {
  return new Set(scopes.filter((scope) => (holders[scope] as readonly Role[]).includes(role)));
}

const byRole: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  admin: heldBy('admin'),
  marketer: heldBy('marketer'),
  analyst: heldBy('analyst'),
  agent: heldBy('agent'),
};

/** The rights of a role. */
export const scopesOf = (role: Role): ReadonlySet<Scope> => byRole[role];
