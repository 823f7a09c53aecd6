import { Inject, Injectable } from '@nestjs/common';
import { ChangeRepository, topics } from '#libs/contacts';
import { Database, ENV, type Env, type Sql } from '#libs/platform';

/** Rows of one pass: short transactions, so that a sweep never holds up the senders. */
const limit = 1000;

/**
 * Attempts of which nobody knows the end, after which a delivery is held, whatever the policy: a server
 * that takes each copy and then breaks off must not be fed with copies for ever, nor a message that kills
 * the process. Attempts that were refused or found nobody do not count: nothing can have arrived by them.
 */
const mostUncertainEnds = 3;

/** What one sweep of the ledger found. */
export interface Recovered {
  released: number;
  uncertain: number;
  resent: number;
  held: number;
}

/** A change of rows; `then` belongs to its transaction. */
interface Move {
  set: string;
  values?: readonly unknown[];
  then?: (sql: Sql, contactIds: readonly string[]) => Promise<void>;
}

/** Puts right what a process left behind that died. Safe to run anywhere, at any time, twice. */
@Injectable()
export class RecoveryRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @param mailings those that have not ended. */
  async recover(mailings: readonly string[]): Promise<Recovered> {
    if (mailings.length === 0) return { released: 0, uncertain: 0, resent: 0, held: 0 };
    return {
      released: await this.releaseExpiredClaims(mailings),
      uncertain: await this.markUncertain(mailings),
      resent: await this.resend(mailings),
      held: await this.hold(mailings),
    };
  }

  /** Nobody claims any more; a process of a version before may have. */
  private releaseExpiredClaims(mailings: readonly string[]): Promise<number> {
    return this.move(mailings, `state = 'claimed' AND lease_until < NOW(3)`, [], {
      set: `state = 'planned', token = NULL, lease_until = NULL`,
    });
  }

  /** The token stays: a process that only was slow may still write what it knows. */
  private async markUncertain(mailings: readonly string[]): Promise<number> {
    const moved = await this.move(mailings, `state = 'sending' AND lease_until < NOW(3)`, [], {
      set: `state = 'uncertain', uncertain_ends = LEAST(uncertain_ends + 1, 255), lease_until = NULL,
        uncertain_at = COALESCE(uncertain_at, NOW(3)), due_at = NOW(3) + INTERVAL ? SECOND`,
      values: [this.env.uncertainGraceSeconds],
      // From now on it counts as sent.
      then: (sql, contactIds) => this.changes.note(sql, contactIds, topics.messages),
    });
    if (moved > 0) this.changes.ring();
    return moved;
  }

  /** After the grace, in which a response may prove that it arrived. */
  private resend(mailings: readonly string[]): Promise<number> {
    return this.move(
      mailings,
      `state = 'uncertain' AND due_at < NOW(3) AND uncertain_ends < ?
         AND mailing_id IN (SELECT id FROM mailing WHERE uncertain_policy = 'resend')`,
      [mostUncertainEnds],
      // The token stays here too: until somebody else begins, the one who was slow may say how it ended.
      { set: `state = 'deferred', due_at = NOW(3)` },
    );
  }

  private hold(mailings: readonly string[]): Promise<number> {
    return this.move(
      mailings,
      `state = 'uncertain' AND due_at < NOW(3) AND (uncertain_ends >= ?
         OR mailing_id IN (SELECT id FROM mailing WHERE uncertain_policy = 'hold'))`,
      [mostUncertainEnds],
      { set: `state = 'held', finished_at = NOW(3)` },
    );
  }

  /**
   * Changes rows that nobody holds. A process that stands still in mid-transaction keeps its locks:
   * waiting for them would keep everybody else's rows from being recovered.
   */
  private move(
    mailings: readonly string[],
    where: string,
    parameters: readonly unknown[],
    { set, values = [], then }: Move,
  ): Promise<number> {
    return this.database.transaction(async (sql) => {
      const rows = await sql.query<{ id: string; contactId: string }>(
        `SELECT id, contact_id AS contactId FROM delivery FORCE INDEX (delivery_due)
         WHERE mailing_id IN (?) AND ${where} LIMIT ${limit} FOR UPDATE SKIP LOCKED`,
        [mailings, ...parameters],
      );
      if (rows.length === 0) return 0;
      const ids = rows.map(({ id }) => id);
      const { affectedRows } = await sql.execute(
        `UPDATE delivery FORCE INDEX (PRIMARY) SET ${set} WHERE id IN (?)`,
        [...values, ids],
      );
      await then?.(
        sql,
        rows.map(({ contactId }) => contactId),
      );
      return affectedRows;
    });
  }

  /**
   * Evidence (an open, a click, a bounce) that a delivery of which nobody was certain did arrive; also
   * when it comes while the next attempt is waited for. It counted as sent before: nothing that rules
   * look at changes.
   */
  async confirm(deliveryId: string): Promise<boolean> {
    const changed = await this.update(
      `UPDATE delivery SET state = 'accepted', finished_at = NOW(3), token = NULL
       WHERE id = ? AND uncertain_at IS NOT NULL
         AND state IN ('uncertain', 'held', 'deferred', 'planned')`,
      [deliveryId],
    );
    return changed > 0;
  }

  /**
   * Closes what a cancelled mailing has not sent. Rows that are just under way end by themselves; one
   * that was uncertain may have arrived and is never called skipped.
   */
  cancel(mailingId: string): Promise<number> {
    return this.update(
      `UPDATE delivery SET reason = IF(uncertain_at IS NULL, 'cancelled', NULL),
         state = IF(uncertain_at IS NULL, 'skipped', 'held'), token = NULL, finished_at = NOW(3)
       WHERE mailing_id = ? AND state IN ('planned', 'deferred') LIMIT ${limit * 10}`,
      [mailingId],
    );
  }

  private async update(statement: string, parameters: readonly unknown[]): Promise<number> {
    const { affectedRows } = await this.database.execute(statement, parameters);
    return affectedRows;
  }
}
