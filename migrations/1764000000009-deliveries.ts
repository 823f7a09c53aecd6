import { SqlMigration, bin, table } from './migration.js';

/**
 * The delivery ledger. At most one row for each campaign, step, occurrence and contact, and at most
 * one that is sent to an address; a row that is not sent carries no address_hash and says why.
 */
export class Deliveries1764000000009 extends SqlMigration {
  readonly name = 'Deliveries1764000000009';

  protected readonly upSql = [
    // What is sent, frozen; `open` is the gate that pause and cancel close.
    `CREATE TABLE mailing (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      campaign_id BIGINT UNSIGNED NOT NULL,
      campaign_name VARCHAR(100) NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      purpose VARCHAR(32) ${bin} NOT NULL,
      template_version_id BIGINT UNSIGNED NOT NULL,
      sender JSON NOT NULL,
      holdout_share DOUBLE NOT NULL,
      salt CHAR(32) ${bin} NOT NULL,
      uncertain_policy ENUM('resend','hold') NOT NULL,
      open TINYINT(1) NOT NULL DEFAULT 0,
      created_at DATETIME(3) NOT NULL,
      KEY mailing_campaign (campaign_id),
      KEY mailing_open (open)
    ) ${table}`,
    `CREATE TABLE delivery (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      campaign_id BIGINT UNSIGNED NOT NULL,
      step SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      occurrence INT UNSIGNED NOT NULL DEFAULT 0,
      contact_id BIGINT UNSIGNED NOT NULL,
      mailing_id BIGINT UNSIGNED NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      purpose VARCHAR(32) ${bin} NOT NULL,
      arm ENUM('treated','held_out') NULL,
      state ENUM('planned','claimed','sending','accepted','deferred','failed','suppressed',
        'skipped','uncertain','held') NOT NULL,
      reason VARCHAR(32) ${bin} NULL,
      address_hash BINARY(32) NULL,
      token BINARY(16) NULL,
      lease_until DATETIME(3) NULL,
      attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      due_at DATETIME(3) NOT NULL,
      planned_at DATETIME(3) NOT NULL,
      intent_at DATETIME(3) NULL,
      finished_at DATETIME(3) NULL,
      uncertain_at DATETIME(3) NULL,
      reply_code SMALLINT UNSIGNED NULL,
      reply_status VARCHAR(12) ${bin} NULL,
      provider_id VARCHAR(128) ${bin} NULL,
      UNIQUE KEY delivery_contact (campaign_id, step, occurrence, contact_id),
      UNIQUE KEY delivery_address (campaign_id, step, occurrence, address_hash),
      KEY delivery_due (mailing_id, state, due_at, id),
      KEY delivery_lease (state, lease_until),
      KEY delivery_of_contact (contact_id, planned_at)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE delivery', 'DROP TABLE mailing'];
}
