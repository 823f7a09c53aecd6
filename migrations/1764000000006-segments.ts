import { SqlMigration, table } from './migration.js';

/** Segment definitions. */
export class Segments1764000000006 extends SqlMigration {
  readonly name = 'Segments1764000000006';

  protected readonly upSql = [
    `CREATE TABLE segment (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) NOT NULL,
      description VARCHAR(500) NOT NULL DEFAULT '',
      rule JSON NOT NULL,
      version INT UNSIGNED NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      archived_at DATETIME(3) NULL,
      UNIQUE KEY segment_name (name)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE segment'];
}
