import { SqlMigration } from './migration.js';

/**
 * What rules about messages look at. `sent_at`: when a message was handed over, or for the first time
 * may have been; NULL when it was not (yet). One that is uncertain may have arrived: it counts, so that
 * nobody is written to again for want of a proof.
 */
export class MessageConditions1764000000019 extends SqlMigration {
  readonly name = 'MessageConditions1764000000019';

  protected readonly upSql = [
    // Virtual: it is added in an instant, and the ledger's writers need not know of it.
    `ALTER TABLE delivery ADD COLUMN sent_at DATETIME(3) AS (
      CASE WHEN state = 'failed' THEN NULL
        WHEN uncertain_at IS NOT NULL THEN uncertain_at
        WHEN state = 'accepted' THEN finished_at END) VIRTUAL`,
    'ALTER TABLE delivery ADD KEY delivery_sent (sent_at, contact_id, channel)',
    'ALTER TABLE response ADD KEY response_kind (kind, occurred_at, contact_id, actor)',
  ];

  protected readonly downSql = [
    'ALTER TABLE response DROP KEY response_kind',
    'ALTER TABLE delivery DROP KEY delivery_sent',
    'ALTER TABLE delivery DROP COLUMN sent_at',
  ];
}
