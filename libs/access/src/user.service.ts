import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, isDuplicate } from '#libs/platform';
import { canonicalEmail } from './email.js';
import { lastAdmin, userExists, userNotFound } from './errors.js';
import { hashPassword } from './passwords.js';
import type { Role } from './scopes.js';
import { SessionRepository } from './session.repository.js';
import { UserRepository, type User } from './user.repository.js';

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** People who log in, as an admin sees them. */
@Injectable()
export class UserService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `user.exists`, `password.*` */
  async create({ email, name, role, password }: NewUser): Promise<User> {
    const address = canonicalEmail(email);
    const passwordHash = await hashPassword(password, [address, name]);
    const createdAt = this.clock.now();
    try {
      const user = { email: address, name, role, createdAt };
      const id = await this.users.insert({ ...user, passwordHash });
      return { ...user, id, disabledAt: null };
    } catch (error) {
      throw isDuplicate(error) ? userExists() : error;
    }
  }

  /** @throws DomainError `user.not_found` */
  async get(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw userNotFound();
    return user;
  }

  any(): Promise<boolean> {
    return this.users.any();
  }

  list(limit: number, after = '0'): Promise<User[]> {
    return this.users.list(limit, after);
  }

  /**
   * Changes a user. Another password, another role or being disabled ends all their sessions.
   * @throws DomainError `user.not_found`, `user.last_admin`, `password.*`
   */
  async change(
    id: string,
    change: { name?: string; role?: Role; password?: string; disabled?: boolean },
  ): Promise<User> {
    const { email, name } = await this.get(id);
    const passwordHash =
      change.password === undefined
        ? undefined
        : await hashPassword(change.password, [email, name]);
    return this.database.transaction(async (sql) => {
      const admins = await this.users.lockActiveAdmins(sql);
      const user = await this.users.find(id, sql);
      if (!user) throw userNotFound();
      const loses = change.disabled === true || (change.role ?? user.role) !== 'admin';
      if (loses && admins.length === 1 && admins[0] === id) throw lastAdmin();
      const disabledAt =
        change.disabled === undefined
          ? undefined
          : change.disabled
            ? (user.disabledAt ?? this.clock.now())
            : null;
      await this.users.update(sql, id, {
        name: change.name,
        role: change.role,
        passwordHash,
        disabledAt,
      });
      const otherRole = change.role !== undefined && change.role !== user.role;
      if (passwordHash || otherRole || disabledAt) await this.sessions.deleteOf(sql, id);
      return (await this.users.find(id, sql))!;
    });
  }
}
