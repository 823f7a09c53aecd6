import { SqlMigration, table } from './migration.js';

/**
 * Ranges of contact ids whose far reminders are written only when the generation serves: of a rule such
 * as "nothing in 180 days" there is one for nearly everybody, and nobody needs to wait for them.
 */
export class LaterReminders1764000000021 extends SqlMigration {
  readonly name = 'LaterReminders1764000000021';

  protected readonly upSql = [
    // instant: as of when the range was judged.
    `CREATE TABLE segment_reminding (
      segment_id BIGINT UNSIGNED NOT NULL,
      generation INT UNSIGNED NOT NULL,
      after_id BIGINT UNSIGNED NOT NULL,
      through_id BIGINT UNSIGNED NOT NULL,
      instant DATETIME(3) NOT NULL,
      PRIMARY KEY (segment_id, generation, after_id)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE segment_reminding'];
}
