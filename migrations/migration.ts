import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ends every CREATE TABLE: the collation must be named each time, since DEFAULT CHARSET alone falls
 * back to the server's own collation. It exists in MariaDB and in MySQL 8.
 */
export const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci';

/** A text that is compared byte for byte: canonical or folded before it is stored. */
export const bin = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/** One change: the statements that make it, and those that take it back. */
export abstract class SqlMigration implements MigrationInterface {
  /** TypeORM orders by the trailing timestamp of this name. */
  abstract readonly name: string;
  protected abstract readonly upSql: readonly string[];
  protected abstract readonly downSql: readonly string[];

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of this.upSql) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of this.downSql) await runner.query(sql);
  }
}
