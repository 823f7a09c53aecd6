import { SqlMigration, table } from './migration.js';

/**
 * Whom mails name that nobody could read: an erasure finds them by the hash of an address, and no longer
 * by looking through all of them. Those kept before keep their hashes in `addresses`, as those have that
 * a worker of before still keeps; the index finds them, and they are gone after thirty days.
 */
export class InboundNamed1764000000051 extends SqlMigration {
  readonly name = 'InboundNamed1764000000051';

  protected readonly upSql = [
    `CREATE TABLE inbound_named (
      address_hash BINARY(32) NOT NULL,
      unread_id BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (address_hash, unread_id),
      KEY inbound_named_unread (unread_id)
    ) ${table}`,
    `ALTER TABLE inbound_unread MODIFY addresses MEDIUMBLOB NULL,
      ADD INDEX inbound_unread_addresses (addresses(1)),
      ALGORITHM=INPLACE, LOCK=NONE`,
  ];

  protected readonly downSql = [
    // Whoever is named is found by the version of before, too.
    'SET SESSION group_concat_max_len = 1000000',
    `UPDATE inbound_unread u SET u.addresses = COALESCE((
       SELECT GROUP_CONCAT(n.address_hash SEPARATOR '') FROM inbound_named n WHERE n.unread_id = u.id
     ), '') WHERE u.addresses IS NULL`,
    `ALTER TABLE inbound_unread DROP INDEX inbound_unread_addresses,
      MODIFY addresses MEDIUMBLOB NOT NULL`,
    'DROP TABLE inbound_named',
  ];
}
