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
    'ALTER TABLE mailing ADD COLUMN priority TINYINT UNSIGNED NOT NULL DEFAULT 1',
  ];

  protected readonly downSql = [
    'ALTER TABLE mailing DROP COLUMN priority',
    'DROP TABLE sending_limits',
  ];
}
