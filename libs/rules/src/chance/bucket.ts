import { md5First32 } from './md5.js';

/** How many buckets there are. */
const BUCKETS = 2 ** 32;
/** Shares have four decimals: so many steps make a per cent. */
const STEPS = 10_000;

/** The bucket of a contact in a draw, 0 to 2^32 - 1; the same as the SQL of the family chance. */
export const bucketOf = (salt: string, contactId: string): number =>
  md5First32(`${salt}:${contactId}`);

/** Whether a share in per cent has at most four decimals. */
export const isShare = (percent: number): boolean =>
  percent >= 0 && percent <= 100 && Math.round(percent * STEPS) / STEPS === percent;

/** The first bucket that lies at or above a share of all. */
export const bucketAt = (percent: number): number =>
  // Exact: below 2^53 before the division, and its fractions are multiples of 1/15625.
  Math.ceil((Math.round(percent * STEPS) * BUCKETS) / (100 * STEPS));

/** Where among all a bucket lies, in per cent with four decimals. */
export const shareOf = (bucket: number): number =>
  Math.floor((bucket / BUCKETS) * 100 * STEPS) / STEPS;
