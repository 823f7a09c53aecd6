import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { OperationRepository } from '../operations/operation.repository.js';

/** Why nothing is sent: somebody said so, or the database is a copy. */
export type HoldCause = 'stopped' | 'restored';

/** The switch as it stands in the database. */
export interface SwitchRow {
  open: number;
  cause: HoldCause | null;
  reason: string | null;
  userId: string | null;
  changedAt: Date;
  /** The same in all copies of a database, and in no other. */
  born: string;
  /** Whose it is; null until the first worker has come. */
  installation: string | null;
  tide: number;
}

/** Who asks for a change, and why. */
export interface Asked {
  userId: string | null;
  reason: string | null;
}

/** What would be sent at once. */
export interface Overdue {
  deliveries: number;
  /** Since when the oldest of them is due. */
  since: Date | null;
}

/**
 * The row that stops all sending. A flush of intents holds a share lock on it, so once a stop has been
 * answered no intent is written any more.
 */
@Injectable()
export class SwitchRepository {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationRepository,
  ) {}

  async get(): Promise<SwitchRow> {
    const [row] = await this.database.query<SwitchRow & { tide: string }>(
      `SELECT open, cause, reason, user_id AS userId, changed_at AS changedAt, born, installation, tide
       FROM sending_switch WHERE id = 1`,
    );
    if (!row) throw new Error('The row of sending_switch is missing.');
    return { ...row, tide: Number(row.tide) };
  }

  /** From the commit on nothing is sent. One that is held already stays as it is. */
  hold(asked: Asked): Promise<void> {
    return this.database.transaction(async (sql) => {
      const { affectedRows } = await this.close(sql, 'stopped', asked, 'open = 1', []);
      if (affectedRows > 0) await this.note(sql, 'sending.hold', asked, { cause: 'stopped' });
    });
  }

  /**
   * Holds a database that stands lower than it has been seen; from then on it stands higher.
   * @returns whether it did.
   */
  holdIfBehind(seen: number): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const nobody = { userId: null, reason: null };
      const { affectedRows } = await this.close(sql, 'restored', nobody, 'tide < ?', [seen]);
      if (affectedRows === 0) return false;
      await sql.execute('UPDATE sending_switch SET tide = ? WHERE id = 1', [seen + 1]);
      await this.note(sql, 'sending.hold', nobody, { cause: 'restored' });
      return true;
    });
  }

  /** Lets everything be sent, by this installation. */
  release(installation: string, asked: Asked, overdue: Overdue): Promise<void> {
    return this.database.transaction(async (sql) => {
      await sql.execute(
        `UPDATE sending_switch SET open = 1, cause = NULL, reason = ?, user_id = ?,
           changed_at = NOW(3), installation = ? WHERE id = 1`,
        [asked.reason, asked.userId, installation],
      );
      await this.note(sql, 'sending.release', asked, { installation, ...overdue });
    });
  }

  /** Makes a database that is nobody's this installation's. */
  async claim(installation: string): Promise<void> {
    await this.database.execute(
      'UPDATE sending_switch SET installation = ? WHERE id = 1 AND installation IS NULL',
      [installation],
    );
  }

  /** Raises the tide. @returns how high it stands now. */
  async raise(): Promise<number> {
    const { insertId } = await this.database.execute(
      'UPDATE sending_switch SET tide = LAST_INSERT_ID(tide + 1) WHERE id = 1',
    );
    return Number(insertId);
  }

  /** Deliveries of open mailings that would be sent now, and have been due for so many seconds. */
  async overdue(seconds: number): Promise<Overdue> {
    const [row] = await this.database.query<{ deliveries: string; since: Date | null }>(
      `SELECT COUNT(*) AS deliveries, MIN(d.due_at) AS since
       FROM mailing m JOIN delivery d FORCE INDEX (delivery_due) ON d.mailing_id = m.id
       WHERE m.open = 1 AND d.state IN ('planned', 'deferred')
         AND d.due_at < NOW(3) - INTERVAL ? SECOND`,
      [seconds],
    );
    return { deliveries: Number(row?.deliveries ?? 0), since: row?.since ?? null };
  }

  private close(
    sql: Sql,
    cause: HoldCause,
    { userId, reason }: Asked,
    where: string,
    values: readonly unknown[],
  ) {
    return sql.execute(
      `UPDATE sending_switch SET open = 0, cause = ?, reason = ?, user_id = ?, changed_at = NOW(3)
       WHERE id = 1 AND ${where}`,
      [cause, reason, userId, ...values],
    );
  }

  private note(
    sql: Sql,
    kind: 'sending.hold' | 'sending.release',
    { userId, reason }: Asked,
    detail: object,
  ): Promise<void> {
    return this.operations.add(sql, { kind, campaignId: null, userId, reason, detail });
  }
}
