import { bin, SqlMigration, table } from './migration.js';

/** Keys that sign messages, the private halves sealed. */
export class DkimKeys1764000000025 extends SqlMigration {
  readonly name = 'DkimKeys1764000000025';

  protected readonly upSql = [
    `CREATE TABLE dkim_key (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      domain VARCHAR(253) ${bin} NOT NULL,
      selector VARCHAR(63) ${bin} NOT NULL,
      algorithm ENUM('rsa','ed25519') NOT NULL,
      public_key TEXT ${bin} NOT NULL,
      sealed_key VARBINARY(4096) NOT NULL,
      state ENUM('new','active','retired') NOT NULL DEFAULT 'new',
      created_at DATETIME(3) NOT NULL,
      activated_at DATETIME(3) NULL,
      retired_at DATETIME(3) NULL,
      UNIQUE KEY dkim_key_name (domain, selector)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE dkim_key'];
}
