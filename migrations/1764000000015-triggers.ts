import { SqlMigration, bin, table } from './migration.js';

/**
 * Campaigns that start for one contact. A firing is what came of one cause for one contact; its
 * entry_key makes it happen once. Guards are rows to lock, so that two processes never count the same
 * firings at a time.
 */
export class Triggers1764000000015 extends SqlMigration {
  readonly name = 'Triggers1764000000015';

  protected readonly upSql = [
    // Zones are asked for as such, and people of one zone by their birthday.
    'ALTER TABLE contact ADD KEY contact_zone (time_zone, birth_date)',
    `CREATE TABLE campaign_trigger (
      campaign_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      kind ENUM('event','entered','left','date','calendar') NOT NULL,
      started_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      ended_by BIGINT UNSIGNED NULL,
      KEY campaign_trigger_live (ended_at)
    ) ${table}`,
    // id is the delivery's occurrence, unless the audience of a calendar day shares one.
    `CREATE TABLE firing (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      campaign_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      version_id BIGINT UNSIGNED NOT NULL,
      cause_kind ENUM('event','entered','left','date','calendar') NOT NULL,
      cause_ref BIGINT UNSIGNED NULL,
      entry_key VARCHAR(64) ${bin} NOT NULL,
      reentry_key VARCHAR(255) ${bin} NULL,
      occurrence INT UNSIGNED NULL,
      happened_at DATETIME(3) NOT NULL,
      state ENUM('waiting','sent','dropped') NOT NULL,
      reason VARCHAR(32) ${bin} NULL,
      due_at DATETIME(3) NOT NULL,
      decided_at DATETIME(3) NULL,
      explanation JSON NULL,
      UNIQUE KEY firing_entry (campaign_id, contact_id, entry_key),
      KEY firing_due (campaign_id, state, due_at),
      KEY firing_list (campaign_id, id),
      KEY firing_decided (campaign_id, decided_at),
      KEY firing_contact (contact_id)
    ) ${table}`,
    // contact_id 0 stands for the whole campaign.
    `CREATE TABLE firing_guard (
      campaign_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (campaign_id, contact_id),
      KEY firing_guard_contact (contact_id)
    ) ${table}`,
    // One local day of one zone; '' is the zone of those who have none, '*' everybody's.
    `CREATE TABLE firing_wave (
      campaign_id BIGINT UNSIGNED NOT NULL,
      zone VARCHAR(64) ${bin} NOT NULL,
      day DATE NOT NULL,
      instant DATETIME(3) NOT NULL,
      through BIGINT UNSIGNED NOT NULL DEFAULT 0,
      last_contact BIGINT UNSIGNED NOT NULL,
      done_at DATETIME(3) NULL,
      PRIMARY KEY (campaign_id, zone, day),
      KEY firing_wave_open (done_at)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE firing_wave',
    'DROP TABLE firing_guard',
    'DROP TABLE firing',
    'DROP TABLE campaign_trigger',
    'ALTER TABLE contact DROP KEY contact_zone',
  ];
}
