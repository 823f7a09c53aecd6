import { SqlMigration, bin, table } from './migration.js';

/** What failed for good, or again and again, until somebody has seen to it. */
export class DeadLetters1764000000063 extends SqlMigration {
  readonly name = 'DeadLetters1764000000063';

  // source: the job's name, or 'delivery'; subject: the job's id, or the delivery's.
  protected readonly upSql = [
    `CREATE TABLE dead_letter (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      source VARCHAR(64) ${bin} NOT NULL,
      subject VARCHAR(190) ${bin} NOT NULL,
      payload JSON NOT NULL,
      why VARCHAR(300) NOT NULL,
      failures INT UNSIGNED NOT NULL,
      first_at DATETIME(3) NOT NULL,
      last_at DATETIME(3) NOT NULL,
      UNIQUE KEY dead_letter_subject (source, subject)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE dead_letter'];
}
