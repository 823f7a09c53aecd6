/** Whose mailboxes tell whether messages arrive, and what is asked of them. */
export interface SeedSettings {
  /** E-mail addresses of contacts. */
  addresses: string[];
  /** So long a copy may be under way, minutes. */
  waitMinutes: number;
  /** Of the copies, 0 to 1, that must have arrived by then. */
  leastShare: number;
}

/** What holds until somebody has set otherwise. */
export const seedDefaults = { waitMinutes: 30, leastShare: 0.5 };

/** A mailing of which too few copies arrived. */
export interface SeedsMissing {
  mailingId: string;
  missing: number;
  /** Copies that were sent. */
  outOf: number;
}
