import { SqlMigration, bin, table } from './migration.js';

/**
 * Declared metrics. What is counted over all time is read from contact_event; only the RFM scores are
 * kept for themselves, with the cut points by which they were given.
 */
export class Metrics1764000000017 extends SqlMigration {
  readonly name = 'Metrics1764000000017';

  protected readonly upSql = [
    // scored_from: the cut points count what happened after it. scored_at: since when all scores stand.
    `CREATE TABLE metric (
      id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(64) ${bin} NOT NULL,
      kind ENUM('count','total','average','first','last','days_since',
        'rfm_recency','rfm_frequency','rfm_monetary','rfm') NOT NULL,
      name_id SMALLINT UNSIGNED NOT NULL,
      currency CHAR(3) ${bin} NULL,
      period_days SMALLINT UNSIGNED NULL,
      label_en VARCHAR(100) NOT NULL,
      label_th VARCHAR(100) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      archived_at DATETIME(3) NULL,
      scored_from DATETIME(3) NULL,
      scored_at DATETIME(3) NULL,
      UNIQUE KEY metric_name (name),
      KEY metric_event (name_id)
    ) ${table}`,
    // A contact's score is 1 and 1 for each of the four bounds that is exceeded.
    `CREATE TABLE metric_cut (
      metric_id SMALLINT UNSIGNED NOT NULL,
      dimension ENUM('recency','frequency','monetary') NOT NULL,
      score TINYINT UNSIGNED NOT NULL,
      bound DOUBLE NOT NULL,
      PRIMARY KEY (metric_id, dimension, score)
    ) ${table}`,
    `CREATE TABLE contact_metric (
      contact_id BIGINT UNSIGNED NOT NULL,
      metric_id SMALLINT UNSIGNED NOT NULL,
      value DOUBLE NOT NULL,
      PRIMARY KEY (contact_id, metric_id),
      KEY contact_metric_value (metric_id, value, contact_id)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE contact_metric',
    'DROP TABLE metric_cut',
    'DROP TABLE metric',
  ];
}
