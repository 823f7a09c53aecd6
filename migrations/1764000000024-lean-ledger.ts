import { topics } from '#libs/contacts';
import { SqlMigration, table } from './migration.js';

/**
 * Each delivery changes its state twice on its way, and each index that holds the state is written each
 * time. What stands still too long is found by mailing instead, among those that have not ended. And
 * that somebody was sent to is noted for the keepers of segments only once a rule asks for it.
 */
export class LeanLedger1764000000024 extends SqlMigration {
  readonly name = 'LeanLedger1764000000024';

  protected readonly upSql = [
    'ALTER TABLE mailing ADD COLUMN ended_at DATETIME(3) NULL',
    `UPDATE mailing m SET m.ended_at = NOW(3)
     WHERE m.open = 0 AND NOT EXISTS (
       SELECT 1 FROM delivery d WHERE d.mailing_id = m.id
         AND d.state IN ('planned', 'claimed', 'sending', 'deferred', 'uncertain'))`,
    'ALTER TABLE delivery DROP INDEX delivery_lease',
    `CREATE TABLE change_topic (topic SMALLINT UNSIGNED NOT NULL PRIMARY KEY) ${table}`,
    // Which rules ask is not for SQL to say, and a process of the version before does not write it down:
    // where there are any segments, all goes on as before.
    `INSERT INTO change_topic (topic) SELECT ${topics.messages} FROM segment LIMIT 1`,
  ];

  protected readonly downSql = [
    'DROP TABLE change_topic',
    'ALTER TABLE delivery ADD INDEX delivery_lease (state, lease_until)',
    'ALTER TABLE mailing DROP COLUMN ended_at',
  ];
}
