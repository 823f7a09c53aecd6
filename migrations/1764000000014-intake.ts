import { SqlMigration, bin, table } from './migration.js';

/**
 * Where messages of client libraries arrive. `intake` is the inbox: written before the answer, emptied
 * by whoever takes the messages in. Events of visitors whom nobody knows yet wait in `anonymous_event`.
 */
export class Intake1764000000014 extends SqlMigration {
  readonly name = 'Intake1764000000014';

  protected readonly upSql = [
    // body: a JSON list of requests, written in one commit; see ParcelBody. The index answers how many
    // messages wait without reading the bodies.
    `CREATE TABLE intake (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      received_at DATETIME(3) NOT NULL,
      messages INT UNSIGNED NOT NULL,
      body MEDIUMBLOB NOT NULL,
      KEY intake_backlog (id, messages)
    ) ${table}`,
    // message: kept only where it may be fit to be taken in later; null where it never will be.
    `CREATE TABLE intake_refusal (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      received_at DATETIME(3) NOT NULL,
      source VARCHAR(64) ${bin} NOT NULL,
      type VARCHAR(16) ${bin} NULL,
      message_id VARCHAR(128) ${bin} NULL,
      place VARCHAR(255) ${bin} NOT NULL,
      code VARCHAR(64) ${bin} NOT NULL,
      message MEDIUMTEXT ${bin} NULL,
      KEY intake_refusal_received (received_at)
    ) ${table}`,
    // A visitor; contact_id is null until they say who they are. waiting: rows of anonymous_event.
    `CREATE TABLE anonymous (
      anonymous_id VARCHAR(128) ${bin} NOT NULL PRIMARY KEY,
      contact_id BIGINT UNSIGNED NULL,
      waiting INT UNSIGNED NOT NULL DEFAULT 0,
      seen_at DATETIME(3) NOT NULL,
      linked_at DATETIME(3) NULL,
      KEY anonymous_contact (contact_id),
      KEY anonymous_seen (seen_at)
    ) ${table}`,
    `CREATE TABLE anonymous_event (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      anonymous_id VARCHAR(128) ${bin} NOT NULL,
      name VARCHAR(100) ${bin} NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      received_at DATETIME(3) NOT NULL,
      client_hash BINARY(16) NOT NULL,
      value DECIMAL(19,4) NULL,
      currency CHAR(3) ${bin} NULL,
      properties JSON NULL,
      history TINYINT UNSIGNED NOT NULL,
      UNIQUE KEY anonymous_event_client (client_hash),
      KEY anonymous_event_visitor (anonymous_id),
      KEY anonymous_event_received (received_at)
    ) ${table}`,
    // As of when the traits of a contact are: older ones only fill gaps.
    `CREATE TABLE contact_traits (
      contact_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      traits_at DATETIME(3) NOT NULL
    ) ${table}`,
    // Keyed hashes of whom an erasure has removed: messages from before it bring nobody back.
    `CREATE TABLE erased_identity (
      identity_hash BINARY(32) NOT NULL PRIMARY KEY,
      erased_at DATETIME(3) NOT NULL,
      KEY erased_identity_at (erased_at)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE erased_identity',
    'DROP TABLE contact_traits',
    'DROP TABLE anonymous_event',
    'DROP TABLE anonymous',
    'DROP TABLE intake_refusal',
    'DROP TABLE intake',
  ];
}
