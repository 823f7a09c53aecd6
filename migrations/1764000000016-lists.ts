import { SqlMigration, bin, table } from './migration.js';

/** Lists that people put contacts on by hand, as against segments, which a rule fills. */
export class Lists1764000000016 extends SqlMigration {
  readonly name = 'Lists1764000000016';

  protected readonly upSql = [
    `CREATE TABLE list (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) NOT NULL,
      name_fold VARCHAR(255) ${bin} NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY list_name (name_fold)
    ) ${table}`,
    `CREATE TABLE contact_list (
      list_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      added_at DATETIME(3) NOT NULL,
      PRIMARY KEY (list_id, contact_id),
      KEY contact_list_contact (contact_id, list_id)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE contact_list', 'DROP TABLE list'];
}
