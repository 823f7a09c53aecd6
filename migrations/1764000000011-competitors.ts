import { SqlMigration, table } from './migration.js';

/** Competitors, and dated notes on what they did. */
export class Competitors1764000000011 extends SqlMigration {
  readonly name = 'Competitors1764000000011';

  protected readonly upSql = [
    `CREATE TABLE competitor (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) NOT NULL,
      aliases JSON NOT NULL,
      website VARCHAR(500) NULL,
      description VARCHAR(1000) NOT NULL DEFAULT '',
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      archived_at DATETIME(3) NULL,
      UNIQUE KEY competitor_name (name)
    ) ${table}`,
    `CREATE TABLE competitor_note (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      competitor_id BIGINT UNSIGNED NOT NULL,
      kind ENUM('price','promotion','launch','message','channel') NOT NULL,
      title VARCHAR(200) NOT NULL,
      body TEXT NOT NULL,
      starts_on DATE NOT NULL,
      ends_on DATE NULL,
      source_url VARCHAR(2000) NULL,
      source_date DATE NULL,
      confidence ENUM('low','medium','high') NOT NULL,
      impact TINYINT UNSIGNED NOT NULL,
      tags JSON NOT NULL,
      segment_id BIGINT UNSIGNED NULL,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      KEY competitor_note_period (starts_on, ends_on),
      KEY competitor_note_competitor (competitor_id, starts_on)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE competitor_note', 'DROP TABLE competitor'];
}
