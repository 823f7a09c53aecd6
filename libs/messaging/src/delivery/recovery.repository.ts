import { Inject, Injectable } from '@nestjs/common';
import { Database, ENV, type Env } from '#libs/platform';

/** Rows of one pass: short transactions, so that a sweep never holds up the senders. */
const limit = 1000;

/** What one sweep of the ledger found. */
export interface Recovered {
  released: number;
  uncertain: number;
  resent: number;
  held: number;
}

/** Puts right what a process left behind that died. Safe to run anywhere, at any time, twice. */
@Injectable()
export class RecoveryRepository {
  constructor(
    private readonly database: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async recover(): Promise<Recovered> {
    return {
      released: await this.releaseExpiredClaims(),
      uncertain: await this.markUncertain(),
      resent: await this.applyPolicy('resend'),
      held: await this.applyPolicy('hold'),
    };
  }

  private releaseExpiredClaims(): Promise<number> {
    return this.update(
      `UPDATE delivery SET state = 'planned', token = NULL, lease_until = NULL
       WHERE state = 'claimed' AND lease_until < NOW(3) LIMIT ${limit}`,
      [],
    );
  }

  /** The token stays: a process that only was slow may still write what it knows. */
  private markUncertain(): Promise<number> {
    return this.update(
      `UPDATE delivery SET state = 'uncertain', lease_until = NULL,
         uncertain_at = COALESCE(uncertain_at, NOW(3)), due_at = NOW(3) + INTERVAL ? SECOND
       WHERE state = 'sending' AND lease_until < NOW(3) LIMIT ${limit}`,
      [this.env.uncertainGraceSeconds],
    );
  }

  /** After the grace, in which a response may prove that it arrived. */
  private applyPolicy(policy: 'resend' | 'hold'): Promise<number> {
    const change =
      policy === 'resend'
        ? `state = 'deferred', token = NULL, due_at = NOW(3)`
        : `state = 'held', finished_at = NOW(3)`;
    return this.update(
      `UPDATE delivery SET ${change}
       WHERE state = 'uncertain' AND due_at < NOW(3)
         AND mailing_id IN (SELECT id FROM mailing WHERE uncertain_policy = ?) LIMIT ${limit}`,
      [policy],
    );
  }

  /** Evidence (an open, a click, a bounce) that an uncertain delivery did arrive. */
  async confirm(deliveryId: string): Promise<boolean> {
    const changed = await this.update(
      `UPDATE delivery SET state = 'accepted', finished_at = NOW(3), token = NULL
       WHERE id = ? AND state IN ('uncertain', 'held')`,
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
