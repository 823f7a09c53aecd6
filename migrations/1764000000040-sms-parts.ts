import { bin, SqlMigration, table } from './migration.js';

/** The ids that gateways give to text messages, one a part, and what became of each. */
export class SmsParts1764000000040 extends SqlMigration {
  readonly name = 'SmsParts1764000000040';

  protected readonly upSql = [
    `CREATE TABLE sms_part (
      delivery_id BIGINT UNSIGNED NOT NULL,
      part_id VARCHAR(128) ${bin} NOT NULL,
      taken_at DATETIME(3) NOT NULL,
      state ENUM('delivered','undelivered') NULL,
      told_at DATETIME(3) NULL,
      PRIMARY KEY (delivery_id, part_id),
      KEY sms_part_id (part_id)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE sms_part'];
}
