import { SqlMigration, bin, table } from './migration.js';

/** Mailboxes that are read over IMAP: who reads each, and for how long. */
export class Mailbox1764000000050 extends SqlMigration {
  readonly name = 'Mailbox1764000000050';

  protected readonly upSql = [
    // name: user, host, port and folder.
    `CREATE TABLE inbound_mailbox (
      name VARCHAR(255) ${bin} NOT NULL PRIMARY KEY,
      holder BINARY(16) NOT NULL,
      held_until DATETIME(3) NOT NULL
    ) ${table}`,
  ];

  protected readonly downSql = ['DROP TABLE inbound_mailbox'];
}
