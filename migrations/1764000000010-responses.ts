import { SqlMigration, bin, table } from './migration.js';

/** Tracked links by position in a frozen template version, and what came back. */
export class Responses1764000000010 extends SqlMigration {
  readonly name = 'Responses1764000000010';

  protected readonly upSql = [
    `CREATE TABLE response (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      delivery_id BIGINT UNSIGNED NOT NULL,
      campaign_id BIGINT UNSIGNED NOT NULL,
      contact_id BIGINT UNSIGNED NOT NULL,
      kind ENUM('open','click','unsubscribe','bounce','complaint','reply') NOT NULL,
      actor ENUM('person','machine') NOT NULL,
      actor_reason VARCHAR(32) ${bin} NOT NULL,
      link_position SMALLINT UNSIGNED NULL,
      detail VARCHAR(255) NULL,
      occurred_at DATETIME(3) NOT NULL,
      KEY response_delivery (delivery_id, kind),
      KEY response_campaign (campaign_id, kind, actor, delivery_id),
      KEY response_contact (contact_id, occurred_at)
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE response'];
}
