import { SqlMigration, bin, table } from './migration.js';

/** Templates with their versions, and who messages come from. */
export class Messages1764000000007 extends SqlMigration {
  readonly name = 'Messages1764000000007';

  protected readonly upSql = [
    `CREATE TABLE template (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      template_key VARCHAR(64) ${bin} NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY template_key (template_key)
    ) ${table}`,
    // bundle: the content with every layout and partial it uses, so that a version never changes.
    `CREATE TABLE template_version (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      template_id BIGINT UNSIGNED NOT NULL,
      version INT UNSIGNED NOT NULL,
      bundle JSON NOT NULL,
      bundle_hash BINARY(32) NOT NULL,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY template_version_version (template_id, version)
    ) ${table}`,
    `CREATE TABLE sender (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      channel ENUM('email','sms') NOT NULL,
      name VARCHAR(100) NOT NULL,
      address VARCHAR(254) ${bin} NOT NULL,
      reply_to VARCHAR(254) ${bin} NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY sender_address (channel, address)
    ) ${table}`,
    // One row: what messages say about whoever runs this.
    `CREATE TABLE organisation (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      profile JSON NOT NULL,
      updated_at DATETIME(3) NOT NULL
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE organisation',
    'DROP TABLE sender',
    'DROP TABLE template_version',
    'DROP TABLE template',
  ];
}
