import { SqlMigration, bin, table } from './migration.js';

/** Campaigns: the draft, the versions frozen at approval, the runs, and every move they made. */
export class Campaigns1764000000008 extends SqlMigration {
  readonly name = 'Campaigns1764000000008';

  protected readonly upSql = [
    `CREATE TABLE campaign (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) NOT NULL,
      channel ENUM('email','sms') NOT NULL,
      state ENUM('draft','review','approved','scheduled','running','paused','done','cancelled')
        NOT NULL DEFAULT 'draft',
      definition JSON NOT NULL,
      salt CHAR(32) ${bin} NOT NULL,
      version_id BIGINT UNSIGNED NULL,
      starts_at DATETIME(3) NULL,
      started_at DATETIME(3) NULL,
      finished_at DATETIME(3) NULL,
      state_reason VARCHAR(255) NULL,
      revision INT UNSIGNED NOT NULL DEFAULT 1,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      KEY campaign_due (state, starts_at)
    ) ${table}`,
    `CREATE TABLE campaign_version (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      campaign_id BIGINT UNSIGNED NOT NULL,
      version INT UNSIGNED NOT NULL,
      definition JSON NOT NULL,
      rule JSON NOT NULL,
      mailing_id BIGINT UNSIGNED NOT NULL,
      approved_by BIGINT UNSIGNED NULL,
      approved_at DATETIME(3) NOT NULL,
      UNIQUE KEY campaign_version_version (campaign_id, version)
    ) ${table}`,
    `CREATE TABLE campaign_move (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      campaign_id BIGINT UNSIGNED NOT NULL,
      from_state VARCHAR(16) ${bin} NOT NULL,
      to_state VARCHAR(16) ${bin} NOT NULL,
      user_id BIGINT UNSIGNED NULL,
      reason VARCHAR(255) NULL,
      at DATETIME(3) NOT NULL,
      KEY campaign_move_campaign (campaign_id, id)
    ) ${table}`,
    // One planning of an audience at one instant; planned_through is the last contact id written.
    `CREATE TABLE campaign_run (
      campaign_id BIGINT UNSIGNED NOT NULL,
      occurrence INT UNSIGNED NOT NULL,
      version_id BIGINT UNSIGNED NOT NULL,
      mailing_id BIGINT UNSIGNED NOT NULL,
      instant DATETIME(3) NOT NULL,
      planned_through BIGINT UNSIGNED NOT NULL DEFAULT 0,
      last_contact BIGINT UNSIGNED NOT NULL,
      planned_at DATETIME(3) NULL,
      PRIMARY KEY (campaign_id, occurrence)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE campaign_run',
    'DROP TABLE campaign_move',
    'DROP TABLE campaign_version',
    'DROP TABLE campaign',
  ];
}
