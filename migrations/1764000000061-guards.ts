import { SqlMigration, table } from './migration.js';

/** What campaigns are paused by, and how each stands. */
export class Guards1764000000061 extends SqlMigration {
  readonly name = 'Guards1764000000061';

  protected readonly upSql = [
    // A row a mailing and slot; each process has one slot, so that none waits for another.
    // recent: accepted in the ten seconds that `bucket` numbers, recent_before: in those before.
    `CREATE TABLE mailing_tally (
      mailing_id BIGINT UNSIGNED NOT NULL,
      slot TINYINT UNSIGNED NOT NULL,
      attempted INT UNSIGNED NOT NULL,
      accepted INT UNSIGNED NOT NULL,
      bounced INT UNSIGNED NOT NULL,
      complained INT UNSIGNED NOT NULL,
      erred INT UNSIGNED NOT NULL,
      bucket INT UNSIGNED NOT NULL,
      recent INT UNSIGNED NOT NULL,
      recent_before INT UNSIGNED NOT NULL,
      touched_at DATETIME(3) NOT NULL,
      PRIMARY KEY (mailing_id, slot),
      KEY mailing_tally_touched (touched_at)
    ) ${table}`,
    // base_id: the pause from which it was counted, 0 for the beginning; totals: the tally at that time.
    `CREATE TABLE mailing_alarm (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      mailing_id BIGINT UNSIGNED NOT NULL,
      kind ENUM('bounces','complaints','errors') NOT NULL,
      level ENUM('warn','pause') NOT NULL,
      base_id BIGINT UNSIGNED NOT NULL,
      events INT UNSIGNED NOT NULL,
      out_of INT UNSIGNED NOT NULL,
      threshold DOUBLE NOT NULL,
      totals JSON NOT NULL,
      at DATETIME(3) NOT NULL,
      taken_at DATETIME(3) NULL,
      UNIQUE KEY mailing_alarm_once (mailing_id, kind, level, base_id),
      KEY mailing_alarm_taken (taken_at)
    ) ${table}`,
    `CREATE TABLE guard_settings (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      settings JSON NOT NULL,
      updated_at DATETIME(3) NOT NULL
    ) ${table}`,
    'ALTER TABLE bounce ADD INDEX bounce_campaign (campaign_id, delivery_id), ALGORITHM=INPLACE, LOCK=NONE',
  ];

  protected readonly downSql = [
    'ALTER TABLE bounce DROP INDEX bounce_campaign',
    'DROP TABLE guard_settings',
    'DROP TABLE mailing_alarm',
    'DROP TABLE mailing_tally',
  ];
}
