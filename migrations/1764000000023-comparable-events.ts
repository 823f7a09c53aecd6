import type { MigrationInterface, QueryRunner } from 'typeorm';
import { comparable } from '#libs/rules';

/** Rows of one statement. */
const share = 500;

/**
 * Events that were stored before properties could be compared are given the form in which rules compare
 * them. Share by share, and only those without: it may be broken off and begun again.
 */
export class ComparableEvents1764000000023 implements MigrationInterface {
  readonly name = 'ComparableEvents1764000000023';
  /** In one transaction it would hold every event. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let after = '0';
    for (;;) {
      const rows = (await runner.query(
        `SELECT id, properties FROM event
         WHERE id > ? AND properties IS NOT NULL AND comparable IS NULL ORDER BY id LIMIT ${share}`,
        [after],
      )) as { id: string; properties: unknown }[];
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
      const forms = rows.flatMap(({ id, properties }) => {
        const form = comparable(objectOf(properties));
        return form ? [[id, JSON.stringify(form)] as const] : [];
      });
      if (forms.length > 0)
        await runner.query(
          `UPDATE event SET comparable = CASE id ${'WHEN ? THEN ? '.repeat(forms.length)}END
           WHERE id IN (?)`,
          [...forms.flat(), forms.map(([id]) => id)],
        );
    }
  }

  /** Nothing to take back: the column goes with the migration that made it. */
  async down(): Promise<void> {}
}

/** JSON columns arrive parsed from MariaDB and as text where the driver sees LONGTEXT. */
const objectOf = (json: unknown): Record<string, unknown> =>
  (typeof json === 'string' ? JSON.parse(json) : json) as Record<string, unknown>;
