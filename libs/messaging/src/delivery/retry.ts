/** After this a message that was refused for the time being is given up: three days, in seconds. */
const giveUpAfterSeconds = 3 * 24 * 3600;

/**
 * Seconds until the next attempt: doubling from `base` to four hours, as RFC 5321 section 4.5.4.1
 * asks for (30 minutes at least once the first tries have failed).
 * @param attempts made so far, at least 1.
 */
export function retryDelaySeconds(attempts: number, base: number): number {
  return Math.min(4 * 3600, base * 2 ** Math.min(attempts - 1, 20));
}

/**
 * Whether a message that was refused for the time being is given up. Its age alone does not tell: it
 * may have lain in a paused campaign. Nor do its attempts: some may have met no server at all.
 * @param age seconds since it was planned.
 */
export function isSpent(age: number, attempts: number, base: number): boolean {
  let waited = 0;
  for (let n = 1; n <= attempts && waited < giveUpAfterSeconds; n++)
    waited += retryDelaySeconds(n, base);
  return Math.min(age, waited) >= giveUpAfterSeconds;
}
