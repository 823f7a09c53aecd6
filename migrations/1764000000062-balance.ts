import { SqlMigration } from './migration.js';

/** How many rows a planning has written: what the ledger must still hold of it. */
export class Balance1764000000062 extends SqlMigration {
  readonly name = 'Balance1764000000062';

  // NULL where it was begun by a version before, which did not count.
  protected readonly upSql = [
    'ALTER TABLE campaign_run ADD COLUMN planned_rows BIGINT UNSIGNED NULL, ALGORITHM=INSTANT',
  ];

  protected readonly downSql = ['ALTER TABLE campaign_run DROP COLUMN planned_rows'];
}
