import { SqlMigration } from './migration.js';

/**
 * Triggers tried out on the past, beside rules: `asked` is the trigger with the rules that it speaks of.
 * A process that knows of rules alone goes on writing these.
 */
export class TriggerBacktests1764000000020 extends SqlMigration {
  readonly name = 'TriggerBacktests1764000000020';

  protected readonly upSql = [
    `ALTER TABLE backtest
       ADD COLUMN kind ENUM('rule','trigger') NOT NULL DEFAULT 'rule' AFTER id,
       MODIFY COLUMN rule JSON NULL,
       ADD COLUMN asked JSON NULL AFTER rule`,
  ];

  protected readonly downSql = [
    "DELETE FROM backtest WHERE kind = 'trigger'",
    'ALTER TABLE backtest DROP COLUMN asked, MODIFY COLUMN rule JSON NOT NULL, DROP COLUMN kind',
  ];
}
