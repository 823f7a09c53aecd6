import { SqlMigration, table } from './migration.js';

/**
 * How much is too much for a person, for the whole organisation, and which of two campaigns gives way.
 * Versions from before read neither: they send without limits, as they always did.
 */
export class SendingLimits1764000000031 extends SqlMigration {
  readonly name = 'SendingLimits1764000000031';

  protected readonly upSql = [
    `CREATE TABLE sending_limits (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      limits JSON NOT NULL,
      updated_by BIGINT UNSIGNED NULL,
      updated_at DATETIME(3) NOT NULL
    ) ${table}`,
    `ALTER TABLE mailing ADD COLUMN priority TINYINT UNSIGNED NOT NULL DEFAULT 1,
       ADD COLUMN urgency ENUM('now','soon','bulk') NOT NULL DEFAULT 'bulk'`,
    `UPDATE mailing m JOIN campaign_version v ON v.mailing_id = m.id
     SET m.urgency = IF(m.purpose = 'transactional', 'now', 'soon')
     WHERE JSON_TYPE(JSON_EXTRACT(v.definition, '$.trigger')) = 'OBJECT'`,
  ];

  protected readonly downSql = [
    'ALTER TABLE mailing DROP COLUMN priority, DROP COLUMN urgency',
    'DROP TABLE sending_limits',
  ];
}
