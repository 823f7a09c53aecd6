/** The form in which a user's e-mail address is kept and compared. */
export const canonicalEmail = (email: string): string => email.trim().toLowerCase();
