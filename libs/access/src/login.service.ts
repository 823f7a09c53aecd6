import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { AddressHasher, CLOCK, Log } from '#libs/platform';
import { canonicalEmail } from './email.js';
import { loginBlocked, loginFailed } from './errors.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { countTry, forgetAfterMs, secondsLeft } from './login-block.js';
import { verifyNobody, verifyPassword } from './passwords.js';
import { UserRepository, type User } from './user.repository.js';

/** Tells whether somebody is who they say. */
@Injectable()
export class LoginService implements OnModuleInit {
  constructor(
    private readonly users: UserRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly hasher: AddressHasher,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The first unknown account must not take longer than the next. */
  async onModuleInit(): Promise<void> {
    await verifyNobody('');
  }

  /**
   * The user with this e-mail address and password. Whether the account exists shows neither in the
   * answer nor in the work done: unknown accounts are counted, blocked and verified alike.
   * @throws DomainError `login.failed`, `login.blocked`
   */
  async check(email: string, password: string): Promise<User> {
    const address = canonicalEmail(email);
    const account = this.hasher.hash(`login ${address}`);
    const now = this.clock.now();
    const before = await this.attempts.exchange(account, now, (counter) => countTry(counter, now));
    const blocked = secondsLeft(before, now);
    if (blocked > 0) throw loginBlocked(blocked);
    const user = await this.users.findForLogin(address);
    const right = user
      ? await verifyPassword(user.passwordHash, password)
      : await verifyNobody(password);
    if (!user || !right || user.disabledAt) {
      this.log.warn('login.failed', { account: account.toString('hex').slice(0, 16) });
      throw loginFailed();
    }
    await this.attempts.delete(account);
    return user;
  }

  /** Forgets old counters. To be called now and then. */
  sweep(): Promise<number> {
    return this.attempts.deleteBefore(new Date(this.clock.now().getTime() - forgetAfterMs));
  }
}
