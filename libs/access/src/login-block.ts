import type { LoginAttempts } from './login-attempt.repository.js';

/** Failures that cost nothing but their number. */
const free = 5;
const firstBlockSeconds = 30;
const longestBlockSeconds = 15 * 60;
/** After a day without a try, an account starts afresh. */
export const forgetAfterMs = 24 * 60 * 60 * 1000;

/**
 * How long the account is blocked after so many failures in a row: 30 s after the fifth, then twice
 * as long each time, at most 15 minutes, so that a guesser gets about a hundred tries a day and
 * nobody can be kept out for good (ASVS 5.0, V6.3.1).
 */
export function blockSeconds(failures: number): number {
  if (failures < free) return 0;
  return Math.min(firstBlockSeconds * 2 ** (failures - free), longestBlockSeconds);
}

/** Seconds that the block still lasts, rounded up; 0 when there is none. */
export function secondsLeft(attempts: LoginAttempts, now: Date): number {
  const left = (attempts.blockedUntil?.getTime() ?? 0) - now.getTime();
  return Math.max(0, Math.ceil(left / 1000));
}

/**
 * The counter after one more try, which counts as failed until it has proved right: a thousand
 * tries at once are a thousand failures. Null while blocked: such a try is not looked at.
 */
export function countTry(before: LoginAttempts, now: Date): LoginAttempts | null {
  if (secondsLeft(before, now) > 0) return null;
  const stale = now.getTime() - before.lastAt.getTime() > forgetAfterMs;
  const failures = (stale ? 0 : before.failures) + 1;
  const seconds = blockSeconds(failures);
  return {
    failures,
    blockedUntil: seconds > 0 ? new Date(now.getTime() + seconds * 1000) : null,
    lastAt: now,
  };
}
