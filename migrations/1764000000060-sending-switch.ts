import { SqlMigration, bin, table } from './migration.js';

/**
 * The one row that every intent is written under: whether anything is sent at all, whose database this
 * is, and how far it has come. And what operators did.
 */
export class SendingSwitch1764000000060 extends SqlMigration {
  readonly name = 'SendingSwitch1764000000060';

  protected readonly upSql = [
    // born: of this database and its copies; tide: only ever rises, so a copy of before stands lower.
    `CREATE TABLE sending_switch (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      open TINYINT(1) NOT NULL,
      cause VARCHAR(16) ${bin} NULL,
      reason VARCHAR(255) NULL,
      user_id BIGINT UNSIGNED NULL,
      changed_at DATETIME(3) NOT NULL,
      born CHAR(36) ${bin} NOT NULL,
      installation VARCHAR(64) ${bin} NULL,
      tide BIGINT UNSIGNED NOT NULL DEFAULT 0
    ) ${table}`,
    'INSERT INTO sending_switch (id, open, changed_at, born) VALUES (1, 1, NOW(3), UUID())',
    `CREATE TABLE operation (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      kind VARCHAR(32) ${bin} NOT NULL,
      campaign_id BIGINT UNSIGNED NULL,
      user_id BIGINT UNSIGNED NULL,
      reason VARCHAR(255) NULL,
      detail JSON NOT NULL,
      at DATETIME(3) NOT NULL
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE operation', 'DROP TABLE sending_switch'];
}
