import { SqlMigration, table } from './migration.js';

/**
 * Reminders of when time may change a verdict are kept for the next days only, and renewed: of a rule
 * such as "nothing in 180 days" there would be one for nearly everybody.
 */
export class Reminders1764000000021 extends SqlMigration {
  readonly name = 'Reminders1764000000021';

  protected readonly upSql = [
    // Up to when the generation that serves has its reminders.
    'ALTER TABLE segment_keep ADD COLUMN reminded_until DATETIME(3) NULL AFTER kept_at',
    // All that were needed are there: from now on they are renewed.
    'UPDATE segment_keep SET reminded_until = NOW(3) WHERE rule IS NOT NULL',
    // Ranges of contact ids whose reminders between two instants are still to be written.
    `CREATE TABLE segment_reminding (
      segment_id BIGINT UNSIGNED NOT NULL,
      generation INT UNSIGNED NOT NULL,
      from_instant DATETIME(3) NOT NULL,
      after_id BIGINT UNSIGNED NOT NULL,
      until_instant DATETIME(3) NOT NULL,
      PRIMARY KEY (segment_id, generation, from_instant, after_id)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE segment_reminding',
    'ALTER TABLE segment_keep DROP COLUMN reminded_until',
  ];
}
