import { bin, SqlMigration } from './migration.js';

/** With whom the name of a sender of text messages is registered. */
export class SenderRegistration1764000000042 extends SqlMigration {
  readonly name = 'SenderRegistration1764000000042';

  protected readonly upSql = [
    `ALTER TABLE sender
       ADD COLUMN registered_with VARCHAR(100) NULL,
       ADD COLUMN registered_on DATE NULL,
       ADD COLUMN registration_reference VARCHAR(100) ${bin} NULL,
       ALGORITHM=INSTANT`,
  ];

  protected readonly downSql = [
    `ALTER TABLE sender DROP COLUMN registration_reference, DROP COLUMN registered_on,
       DROP COLUMN registered_with`,
  ];
}
