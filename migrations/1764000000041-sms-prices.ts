import { bin, SqlMigration, table } from './migration.js';

/** What a part of a text message costs, by the beginning of the number. */
export class SmsPrices1764000000041 extends SqlMigration {
  readonly name = 'SmsPrices1764000000041';

  protected readonly upSql = [
    // prefix: digits of E.164 without the +. One currency for the whole list.
    `CREATE TABLE sms_price (
      prefix VARCHAR(8) ${bin} NOT NULL PRIMARY KEY,
      price DECIMAL(12,6) UNSIGNED NOT NULL,
      currency CHAR(3) ${bin} NOT NULL,
      updated_by BIGINT UNSIGNED NULL,
      updated_at DATETIME(3) NOT NULL
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE sms_price'];
}
