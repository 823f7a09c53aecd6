/** A list that people put contacts on by hand. */
export interface ContactList {
  id: string;
  /** Unique, letter case and accents aside. */
  name: string;
  createdAt: Date;
}

/** Contacts that one call may add or remove. */
export const maxListed = 1000;

/** What adding came to. */
export interface Added {
  /** How many were not on the list before. */
  added: number;
  /** Ids of whom there is no such contact (any more). */
  unknown: string[];
}
