import { SqlMigration, table } from './migration.js';

/** Contacts whose mailboxes tell whether messages arrive, and what of each mailing was for them. */
export class Seeds1764000000064 extends SqlMigration {
  readonly name = 'Seeds1764000000064';

  protected readonly upSql = [
    `CREATE TABLE seed (
      contact_id BIGINT UNSIGNED NOT NULL PRIMARY KEY
    ) ${table}`,
    `CREATE TABLE seed_settings (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      wait_minutes SMALLINT UNSIGNED NOT NULL,
      least_share DOUBLE NOT NULL,
      updated_at DATETIME(3) NOT NULL
    ) ${table}`,
    `CREATE TABLE seed_copy (
      delivery_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      mailing_id BIGINT UNSIGNED NOT NULL,
      arrived_at DATETIME(3) NULL,
      KEY seed_copy_mailing (mailing_id)
    ) ${table}`,
    `ALTER TABLE mailing_alarm
      MODIFY kind ENUM('bounces','complaints','errors','seeds_missing') NOT NULL, ALGORITHM=INSTANT`,
  ];

  protected readonly downSql = [
    `DELETE FROM mailing_alarm WHERE kind = 'seeds_missing'`,
    `ALTER TABLE mailing_alarm MODIFY kind ENUM('bounces','complaints','errors') NOT NULL`,
    'DROP TABLE seed_copy',
    'DROP TABLE seed_settings',
    'DROP TABLE seed',
  ];
}
