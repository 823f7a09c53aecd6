import { SqlMigration } from './migration.js';

/**
 * How often it was not known whether a message arrived, apart from how often it was tried; and whether it
 * was marketing, where those who may get no more are counted.
 */
export class UncertainEnds1764000000032 extends SqlMigration {
  readonly name = 'UncertainEnds1764000000032';

  protected readonly upSql = [
    'ALTER TABLE delivery ADD COLUMN uncertain_ends TINYINT UNSIGNED NOT NULL DEFAULT 0',
    `ALTER TABLE delivery DROP KEY delivery_sent,
       ADD KEY delivery_sent (sent_at, contact_id, channel, purpose)`,
    'UPDATE delivery SET uncertain_ends = 1 WHERE uncertain_at IS NOT NULL',
  ];

  protected readonly downSql = [
    `ALTER TABLE delivery DROP KEY delivery_sent,
       ADD KEY delivery_sent (sent_at, contact_id, channel)`,
    'ALTER TABLE delivery DROP COLUMN uncertain_ends',
  ];
}
