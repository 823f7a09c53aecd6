import { SqlMigration, bin, table } from './migration.js';

/** What comes back to us: bounces, answers, and mails that nobody could read. */
export class Inbound1764000000030 extends SqlMigration {
  readonly name = 'Inbound1764000000030';

  protected readonly upSql = [
    // An address that bounced softly for long is suppressed for a reason of its own.
    `ALTER TABLE suppression MODIFY reason
      ENUM('hard_bounce','complaint','erasure','manual','soft_bounce') NOT NULL`,
    // One row a delivery and class, whoever reports it and how often. source: smtp, mail, ses, …
    `CREATE TABLE bounce (
      delivery_id BIGINT UNSIGNED NOT NULL,
      class ENUM('hard','block','soft','unknown') NOT NULL,
      campaign_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      address_hash BINARY(32) NULL,
      rule VARCHAR(32) ${bin} NOT NULL,
      source VARCHAR(16) ${bin} NOT NULL,
      code SMALLINT UNSIGNED NULL,
      status VARCHAR(12) ${bin} NULL,
      diagnostic VARCHAR(500) NULL,
      occurred_at DATETIME(3) NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      PRIMARY KEY (delivery_id, class),
      KEY bounce_address (address_hash, occurred_at),
      KEY bounce_contact (contact_id)
    ) ${table}`,
    // identity: SHA-256 of the answer's own Message-ID, or of all of it; a mail that comes twice is one.
    `CREATE TABLE reply (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      delivery_id BIGINT UNSIGNED NOT NULL,
      campaign_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      identity BINARY(32) NOT NULL,
      at DATETIME(3) NOT NULL,
      subject VARCHAR(255) NOT NULL,
      text MEDIUMTEXT NOT NULL,
      original MEDIUMBLOB NOT NULL,
      UNIQUE KEY reply_identity (delivery_id, identity),
      KEY reply_contact (contact_id, id),
      KEY reply_campaign (campaign_id, id)
    ) ${table}`,
    // contact_id where the address told it. addresses: keyed hashes, 32 bytes each, of all that it names.
    `CREATE TABLE inbound_unread (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      received_at DATETIME(3) NOT NULL,
      why VARCHAR(32) ${bin} NOT NULL,
      contact_id BIGINT UNSIGNED NULL,
      addresses MEDIUMBLOB NOT NULL,
      identity BINARY(32) NOT NULL,
      original MEDIUMBLOB NOT NULL,
      UNIQUE KEY inbound_unread_identity (identity),
      KEY inbound_unread_received (received_at),
      KEY inbound_unread_contact (contact_id)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE inbound_unread',
    'DROP TABLE reply',
    'DROP TABLE bounce',
    `UPDATE suppression SET reason = 'hard_bounce' WHERE reason = 'soft_bounce'`,
    `ALTER TABLE suppression MODIFY reason
      ENUM('hard_bounce','complaint','erasure','manual') NOT NULL`,
  ];
}
