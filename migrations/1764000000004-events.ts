import { SqlMigration, bin, table } from './migration.js';

/**
 * What contacts did. The name is a SMALLINT from a dictionary, so that the two indexes that carry
 * every behaviour condition stay narrow; client_hash makes the client-given id idempotent.
 */
export class Events1764000000004 extends SqlMigration {
  readonly name = 'Events1764000000004';

  protected readonly upSql = [
    `CREATE TABLE event_name (
      id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) ${bin} NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY event_name_name (name)
    ) ${table}`,
    `CREATE TABLE event (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      contact_id BIGINT UNSIGNED NOT NULL,
      name_id SMALLINT UNSIGNED NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      received_at DATETIME(3) NOT NULL,
      client_hash BINARY(16) NOT NULL,
      value DECIMAL(19,4) NULL,
      currency CHAR(3) ${bin} NULL,
      properties JSON NULL,
      UNIQUE KEY event_client (client_hash),
      KEY event_by_name (name_id, occurred_at, contact_id, value),
      KEY event_by_contact (contact_id, name_id, occurred_at, value)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE event', 'DROP TABLE event_name'];
}
