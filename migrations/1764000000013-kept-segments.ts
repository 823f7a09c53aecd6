import { SqlMigration, bin, table } from './migration.js';

/**
 * Kept segments: who is in, since when, and everybody who entered or left. `segment` says what a
 * segment means, `segment_keep` how far its membership is.
 */
export class KeptSegments1764000000013 extends SqlMigration {
  readonly name = 'KeptSegments1764000000013';

  protected readonly upSql = [
    // rule: what generation `generation` of the members answers to, with every segment put in; build_*
    // the same for the one that is being built. JSON, but compared as text. NULL: nobody is kept.
    `CREATE TABLE segment_keep (
      segment_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      state ENUM('off','building','settling','switching','kept') NOT NULL,
      generation INT UNSIGNED NOT NULL DEFAULT 0,
      version INT UNSIGNED NOT NULL DEFAULT 0,
      rule MEDIUMTEXT ${bin} NULL,
      build_generation INT UNSIGNED NOT NULL DEFAULT 0,
      build_version INT UNSIGNED NOT NULL DEFAULT 0,
      build_rule MEDIUMTEXT ${bin} NULL,
      build_instant DATETIME(3) NULL,
      ranges INT UNSIGNED NOT NULL DEFAULT 0,
      settled_through BIGINT UNSIGNED NOT NULL DEFAULT 0,
      switch_instant DATETIME(3) NULL,
      signalled_through BIGINT UNSIGNED NOT NULL DEFAULT 0,
      kept_at DATETIME(3) NULL
    ) ${table}`,
    // Ranges of contact ids that are still to be searched for members of a generation.
    `CREATE TABLE segment_range (
      segment_id BIGINT UNSIGNED NOT NULL,
      generation INT UNSIGNED NOT NULL,
      after_id BIGINT UNSIGNED NOT NULL,
      through_id BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (segment_id, generation, after_id)
    ) ${table}`,
    `CREATE TABLE segment_member (
      segment_id BIGINT UNSIGNED NOT NULL,
      generation INT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      since DATETIME(3) NOT NULL,
      PRIMARY KEY (segment_id, generation, contact_id),
      KEY segment_member_contact (contact_id, segment_id, generation)
    ) ${table}`,
    // When time alone may change a verdict: a hint, which may be early or needless, but never late.
    `CREATE TABLE segment_due (
      contact_id BIGINT UNSIGNED NOT NULL,
      segment_id BIGINT UNSIGNED NOT NULL,
      shard TINYINT UNSIGNED NOT NULL,
      changes_at DATETIME(3) NOT NULL,
      PRIMARY KEY (contact_id, segment_id),
      KEY segment_due_shard (shard, changes_at)
    ) ${table}`,
    // In the order of id, entered and left take turns for each segment and contact.
    `CREATE TABLE segment_signal (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      segment_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      kind ENUM('entered','left') NOT NULL,
      cause ENUM('change','clock','rule') NOT NULL,
      version INT UNSIGNED NOT NULL,
      at DATETIME(3) NOT NULL,
      KEY segment_signal_segment (segment_id),
      KEY segment_signal_contact (contact_id)
    ) ${table}`,
    // Contacts that changed while a segment was being built, to be judged again.
    `CREATE TABLE segment_touched (
      segment_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (segment_id, contact_id)
    ) ${table}`,
    // Whoever judges contacts of a shard holds its row.
    'CREATE TABLE keep_shard (shard TINYINT UNSIGNED NOT NULL PRIMARY KEY) ' + table,
    `INSERT INTO keep_shard VALUES ${Array.from({ length: 16 }, (_, shard) => `(${shard})`).join()}`,
    // One row: grows whenever what keepers must know of segment_keep changes.
    `CREATE TABLE keep_epoch (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      epoch BIGINT UNSIGNED NOT NULL
    ) ${table}`,
    'INSERT INTO keep_epoch VALUES (1, 1)',
    // A random slice of the contacts, for estimates.
    `CREATE TABLE segment_sample (
      contact_id BIGINT UNSIGNED NOT NULL PRIMARY KEY
    ) ${table}`,
    `CREATE TABLE segment_population (
      id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
      contacts BIGINT UNSIGNED NOT NULL,
      sampled_at DATETIME(3) NULL
    ) ${table}`,
    'INSERT INTO segment_population VALUES (1, 0, NULL)',
  ];

  protected readonly downSql = [
    'DROP TABLE segment_population',
    'DROP TABLE segment_sample',
    'DROP TABLE keep_epoch',
    'DROP TABLE keep_shard',
    'DROP TABLE segment_touched',
    'DROP TABLE segment_signal',
    'DROP TABLE segment_due',
    'DROP TABLE segment_member',
    'DROP TABLE segment_range',
    'DROP TABLE segment_keep',
  ];
}
