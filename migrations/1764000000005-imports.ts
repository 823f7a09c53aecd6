import { SqlMigration, bin, table } from './migration.js';

/** Imports: the file itself, in pieces, and how far the job has come, so that any worker can go on. */
export class Imports1764000000005 extends SqlMigration {
  readonly name = 'Imports1764000000005';

  protected readonly upSql = [
    `CREATE TABLE import (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      adapter VARCHAR(32) ${bin} NOT NULL,
      file_name VARCHAR(255) NOT NULL,
      file_bytes BIGINT UNSIGNED NOT NULL DEFAULT 0,
      options JSON NOT NULL,
      dry_run TINYINT(1) NOT NULL,
      state ENUM('uploading','queued','running','done','failed','cancelled') NOT NULL,
      lines_done BIGINT UNSIGNED NOT NULL DEFAULT 0,
      bytes_done BIGINT UNSIGNED NOT NULL DEFAULT 0,
      rows_created BIGINT UNSIGNED NOT NULL DEFAULT 0,
      rows_updated BIGINT UNSIGNED NOT NULL DEFAULT 0,
      rows_unchanged BIGINT UNSIGNED NOT NULL DEFAULT 0,
      rows_failed BIGINT UNSIGNED NOT NULL DEFAULT 0,
      error_code VARCHAR(64) NULL,
      error_message VARCHAR(1000) NULL,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      started_at DATETIME(3) NULL,
      finished_at DATETIME(3) NULL,
      touched_at DATETIME(3) NULL,
      KEY import_state (state, touched_at)
    ) ${table}`,
    `CREATE TABLE import_chunk (
      import_id BIGINT UNSIGNED NOT NULL,
      n INT UNSIGNED NOT NULL,
      data MEDIUMBLOB NOT NULL,
      PRIMARY KEY (import_id, n)
    ) ${table}`,
    `CREATE TABLE import_error (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      import_id BIGINT UNSIGNED NOT NULL,
      line_no BIGINT UNSIGNED NOT NULL,
      column_name VARCHAR(255) NULL,
      code VARCHAR(64) ${bin} NOT NULL,
      message VARCHAR(500) NOT NULL,
      KEY import_error_import (import_id, line_no)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE import_error',
    'DROP TABLE import_chunk',
    'DROP TABLE import',
  ];
}
