import { SqlMigration, bin, table } from './migration.js';

/**
 * What changed about whom. `recheck` lists contacts whose memberships must be judged again, `feed`
 * what somebody waits for; both are written with the change itself. `contact_event` sums up what each
 * contact did, so that "ever", "never" and "since" need not read every event.
 */
export class Changes1764000000012 extends SqlMigration {
  readonly name = 'Changes1764000000012';

  protected readonly upSql = [
    `ALTER TABLE contact
      ADD COLUMN last_event_at DATETIME(3) NULL,
      ADD KEY contact_last_event (last_event_at),
      ADD KEY contact_email_hash (email_hash),
      ADD KEY contact_phone_hash (phone_hash)`,
    // The properties in the form in which rules compare them.
    'ALTER TABLE event ADD COLUMN comparable JSON NULL',
    // One row a contact, name and currency; currency '' counts every event, valued or not.
    `CREATE TABLE contact_event (
      contact_id BIGINT UNSIGNED NOT NULL,
      name_id SMALLINT UNSIGNED NOT NULL,
      currency CHAR(3) ${bin} NOT NULL,
      times INT UNSIGNED NOT NULL,
      total DECIMAL(25,4) NOT NULL,
      first_at DATETIME(3) NOT NULL,
      last_at DATETIME(3) NOT NULL,
      PRIMARY KEY (contact_id, name_id, currency),
      KEY contact_event_last (name_id, currency, last_at, contact_id)
    ) ${table}`,
    `INSERT INTO contact_event
      SELECT contact_id, name_id, '', COUNT(*), COALESCE(SUM(value), 0), MIN(occurred_at), MAX(occurred_at)
      FROM event GROUP BY contact_id, name_id`,
    `INSERT INTO contact_event
      SELECT contact_id, name_id, currency, COUNT(*), SUM(value), MIN(occurred_at), MAX(occurred_at)
      FROM event WHERE value IS NOT NULL AND currency IS NOT NULL
      GROUP BY contact_id, name_id, currency`,
    `UPDATE contact c
      JOIN (SELECT contact_id, MAX(last_at) AS at FROM contact_event GROUP BY contact_id) e
        ON e.contact_id = c.id
      SET c.last_event_at = e.at`,
    // topic: 0 the person, 65535 messages, else the event_name.id. shard: contact_id modulo 16.
    `CREATE TABLE recheck (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      shard TINYINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      topic SMALLINT UNSIGNED NOT NULL,
      PRIMARY KEY (shard, id),
      KEY recheck_id (id)
    ) ${table}`,
    `CREATE TABLE feed_interest (
      kind ENUM('event','entered','left') NOT NULL,
      subject BIGINT UNSIGNED NOT NULL,
      owner BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (kind, subject, owner)
    ) ${table}`,
    // subject: event_name.id or segment.id; ref: event.id or segment_signal.id.
    `CREATE TABLE feed (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      kind ENUM('event','entered','left') NOT NULL,
      subject BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      ref BIGINT UNSIGNED NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      created_at DATETIME(3) NOT NULL
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE feed',
    'DROP TABLE feed_interest',
    'DROP TABLE recheck',
    'DROP TABLE contact_event',
    'ALTER TABLE event DROP COLUMN comparable',
    `ALTER TABLE contact DROP KEY contact_phone_hash, DROP KEY contact_email_hash,
      DROP KEY contact_last_event, DROP COLUMN last_event_at`,
  ];
}
