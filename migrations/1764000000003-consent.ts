import { SqlMigration, bin, table } from './migration.js';

/** Consent, append-only, with its present state beside it; suppression by keyed hash alone. */
export class Consent1764000000003 extends SqlMigration {
  readonly name = 'Consent1764000000003';

  protected readonly upSql = [
    `CREATE TABLE consent_wording (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      version VARCHAR(32) ${bin} NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      purpose VARCHAR(32) ${bin} NOT NULL,
      language VARCHAR(16) ${bin} NOT NULL,
      wording TEXT NOT NULL,
      wording_hash BINARY(32) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY consent_wording_version (channel, purpose, version, language)
    ) ${table}`,
    `CREATE TABLE consent (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      contact_id BIGINT UNSIGNED NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      purpose VARCHAR(32) ${bin} NOT NULL,
      granted TINYINT(1) NOT NULL,
      wording_version VARCHAR(32) ${bin} NULL,
      source VARCHAR(64) NOT NULL,
      evidence JSON NULL,
      occurred_at DATETIME(3) NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      KEY consent_contact (contact_id, channel, purpose, occurred_at)
    ) ${table}`,
    `CREATE TABLE consent_state (
      contact_id BIGINT UNSIGNED NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      purpose VARCHAR(32) ${bin} NOT NULL,
      granted TINYINT(1) NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      PRIMARY KEY (contact_id, channel, purpose)
    ) ${table}`,
    `CREATE TABLE suppression (
      channel ENUM('email','sms') NOT NULL,
      address_hash BINARY(32) NOT NULL,
      reason ENUM('hard_bounce','complaint','erasure','manual') NOT NULL,
      source VARCHAR(64) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (channel, address_hash)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE suppression',
    'DROP TABLE consent_state',
    'DROP TABLE consent',
    'DROP TABLE consent_wording',
  ];
}
