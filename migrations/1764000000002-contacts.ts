import { SqlMigration, bin, table } from './migration.js';

/**
 * Contacts. Every text that rules compare has a folded twin (see fold in the kernel); declared
 * attributes are typed and indexed, one narrow table a type, so that a new attribute needs no DDL.
 */
export class Contacts1764000000002 extends SqlMigration {
  readonly name = 'Contacts1764000000002';

  protected readonly upSql = [
    `CREATE TABLE contact (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      external_id VARCHAR(128) ${bin} NULL,
      email VARCHAR(254) ${bin} NULL,
      email_hash BINARY(32) NULL,
      phone VARCHAR(16) ${bin} NULL,
      phone_hash BINARY(32) NULL,
      first_name VARCHAR(100) NULL,
      first_name_fold VARCHAR(255) ${bin} NULL,
      last_name VARCHAR(100) NULL,
      last_name_fold VARCHAR(255) ${bin} NULL,
      language VARCHAR(16) ${bin} NULL,
      time_zone VARCHAR(64) ${bin} NULL,
      country CHAR(2) ${bin} NULL,
      city VARCHAR(100) NULL,
      city_fold VARCHAR(255) ${bin} NULL,
      birth_date DATE NULL,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      UNIQUE KEY contact_external_id (external_id),
      UNIQUE KEY contact_email (email),
      KEY contact_phone (phone),
      KEY contact_country (country, birth_date),
      KEY contact_city (city_fold),
      KEY contact_created (created_at)
    ) ${table}`,
    `CREATE TABLE attribute (
      id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(64) ${bin} NOT NULL,
      type ENUM('text','number','boolean','date','datetime','list') NOT NULL,
      label_en VARCHAR(100) NOT NULL,
      label_th VARCHAR(100) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY attribute_name (name)
    ) ${table}`,
    // text: one row, ordinal 0; list: one row an item, in order.
    `CREATE TABLE contact_text (
      contact_id BIGINT UNSIGNED NOT NULL,
      attribute_id SMALLINT UNSIGNED NOT NULL,
      ordinal SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      value VARCHAR(255) NOT NULL,
      folded VARCHAR(500) ${bin} NOT NULL,
      PRIMARY KEY (contact_id, attribute_id, ordinal),
      KEY contact_text_value (attribute_id, folded, contact_id)
    ) ${table}`,
    // number; boolean as 0 or 1.
    `CREATE TABLE contact_number (
      contact_id BIGINT UNSIGNED NOT NULL,
      attribute_id SMALLINT UNSIGNED NOT NULL,
      value DOUBLE NOT NULL,
      PRIMARY KEY (contact_id, attribute_id),
      KEY contact_number_value (attribute_id, value, contact_id)
    ) ${table}`,
    // datetime as an instant in UTC; date as midnight UTC of that day.
    `CREATE TABLE contact_time (
      contact_id BIGINT UNSIGNED NOT NULL,
      attribute_id SMALLINT UNSIGNED NOT NULL,
      value DATETIME(3) NOT NULL,
      PRIMARY KEY (contact_id, attribute_id),
      KEY contact_time_value (attribute_id, value, contact_id)
    ) ${table}`,
    // The tag as it is compared: folded.
    `CREATE TABLE contact_tag (
      contact_id BIGINT UNSIGNED NOT NULL,
      tag VARCHAR(64) ${bin} NOT NULL,
      PRIMARY KEY (contact_id, tag),
      KEY contact_tag_tag (tag, contact_id)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE contact_tag',
    'DROP TABLE contact_time',
    'DROP TABLE contact_number',
    'DROP TABLE contact_text',
    'DROP TABLE attribute',
    'DROP TABLE contact',
  ];
}
