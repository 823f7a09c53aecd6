import { SqlMigration, table } from './migration.js';

/** Results of campaigns that were not sent from here: the sums that every figure follows from. */
export class PastCampaigns1764000000090 extends SqlMigration {
  readonly name = 'PastCampaigns1764000000090';

  protected readonly upSql = [
    `CREATE TABLE past_campaign (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(200) NOT NULL,
      ran_on DATE NULL,
      layout JSON NOT NULL,
      tally JSON NULL,
      created_by BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      read_at DATETIME(3) NULL
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE past_campaign'];
}
