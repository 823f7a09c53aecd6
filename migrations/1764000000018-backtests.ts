import { SqlMigration, table } from './migration.js';

/** Rules tried out on the past: what was asked, how far each has come, what it found. */
export class Backtests1764000000018 extends SqlMigration {
  readonly name = 'Backtests1764000000018';

  protected readonly upSql = [
    `CREATE TABLE backtest (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      rule JSON NOT NULL,
      days SMALLINT UNSIGNED NOT NULL,
      share DOUBLE NOT NULL,
      state ENUM('queued','running','done','failed','cancelled') NOT NULL,
      from_at DATETIME(3) NOT NULL,
      to_at DATETIME(3) NOT NULL,
      contacts BIGINT UNSIGNED NOT NULL,
      last_contact BIGINT UNSIGNED NOT NULL,
      done_through BIGINT UNSIGNED NOT NULL DEFAULT 0,
      looked BIGINT UNSIGNED NOT NULL DEFAULT 0,
      result JSON NOT NULL,
      attempts TINYINT UNSIGNED NOT NULL DEFAULT 0,
      error_code VARCHAR(64) NULL,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      KEY backtest_state (state)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE backtest'];
}
