import type { Tide } from './tide.js';

/**
 * The mailing, if anything of it may be sent: its own gate is open, all sending is, and the database is
 * this installation's and no older than it has been seen. With LOCK IN SHARE MODE both rows stay as they
 * are until the transaction ends.
 */
export const openMailing = `SELECT m.id FROM mailing m JOIN sending_switch s ON s.id = 1
  WHERE m.id = ? AND m.open = 1
    AND s.open = 1 AND (s.installation IS NULL OR s.installation = ?) AND s.tide >= ?`;

/** The values of `openMailing`. */
export const openMailingValues = (mailingId: string, { installation, seen }: Tide): unknown[] => [
  mailingId,
  installation,
  seen,
];
