import { Injectable } from '@nestjs/common';
import { DeadLetters, type Sql } from '#libs/platform';
import type { Refusal as SmtpRefusal } from '../bounces/refusal.js';
import { unrenderable } from '../resend/resend.js';
import type { DeliveryReason } from './delivery-state.js';
import { groupBy, idsOf } from './groups.js';
import type { DueDelivery } from './ledger.repository.js';
import type { Tallying } from './tallying.js';

/** The end of one attempt, as it is written down. */
export interface Outcome {
  delivery: DueDelivery;
  state: 'accepted' | 'deferred' | 'failed' | 'uncertain';
  reason: DeliveryReason | null;
  /** Until a deferred delivery is due again, or the grace of an uncertain one ends. */
  delaySeconds: number;
  code: number | null;
  status: string | null;
  providerId: string | null;
  /** What the refusal says of the address, where a mail server refused. */
  refusal?: SmtpRefusal | null;
}

/** A delivery that cannot be made into a message. */
export interface Refusal {
  delivery: DueDelivery;
  state: 'failed' | 'suppressed';
  reason: DeliveryReason;
  /** What kept it from being made, for whoever has to mend it. */
  why?: string;
}

/** A delivery whose time has not come after all. */
export interface Postponement {
  delivery: DueDelivery;
  reason: DeliveryReason;
  /** Until it is due. */
  delaySeconds: number;
}

const letterOf = ({ delivery: { id, mailingId }, why = '' }: Refusal) => ({
  source: unrenderable,
  subject: id,
  payload: { deliveryId: id, mailingId },
  why,
});

/** Writes into the ledger how attempts ended, and what is not, or not yet, tried. */
@Injectable()
export class EndingRepository {
  constructor(private readonly letters: DeadLetters) {}

  /** Those alike in one statement: nearly all are accepted in the same words. */
  async outcomes(sql: Sql, outcomes: readonly Outcome[], tallying: Tallying): Promise<void> {
    const alike = groupBy(outcomes, ({ state, reason, delaySeconds, code, status }) =>
      JSON.stringify([state, reason, delaySeconds, code, status]),
    );
    for (const group of alike)
      // A repeat changes nothing, and counts for nothing.
      if ((await this.writeAlike(sql, group)) === group.length) tallying.ended(group);
  }

  /** Numbers, since FIELD compares numbers with texts as floating point. */
  private async writeAlike(sql: Sql, group: readonly Outcome[]): Promise<number> {
    const { state, reason, delaySeconds, code, status } = group[0]!;
    // A row that was given up as uncertain, and waits to be sent again, still is this attempt's.
    const answerable =
      state === 'uncertain' ? `'sending', 'uncertain'` : `'sending', 'uncertain', 'deferred'`;
    const ids = group.map(({ delivery }) => BigInt(delivery.id));
    // Before the state is set: a sweep that was faster has counted it.
    const countEnd = `uncertain_ends = uncertain_ends + (state = 'sending'),`;
    const waits = state === 'deferred' || state === 'uncertain';
    const { affectedRows } = await sql.execute(
      `UPDATE delivery FORCE INDEX (PRIMARY)
       SET ${state === 'uncertain' ? countEnd : ''}
         state = ?, reason = ?, reply_code = ?, reply_status = ?, lease_until = NULL,
         provider_id = ELT(FIELD(id, ?), ?),
         due_at = ${waits ? 'NOW(3) + INTERVAL ? SECOND' : 'due_at'},
         finished_at = ${waits ? 'NULL' : 'NOW(3)'},
         uncertain_at = ${state === 'uncertain' ? 'COALESCE(uncertain_at, NOW(3))' : 'uncertain_at'}
       WHERE id IN (?) AND token = ELT(FIELD(id, ?), ?) AND state IN (${answerable})`,
      [
        ...[state, reason, code, status],
        ...[ids, group.map(({ providerId }) => providerId)],
        ...(waits ? [delaySeconds] : []),
        ...[ids, ids, group.map(({ delivery }) => delivery.token)],
      ],
    );
    return affectedRows;
  }

  async refusals(sql: Sql, refusals: readonly Refusal[], tallying: Tallying): Promise<void> {
    for (const group of groupBy(refusals, ({ state, reason }) => `${state} ${reason}`)) {
      const { state, reason } = group[0]!;
      const deliveries = group.map(({ delivery }) => delivery);
      const ended = await this.end(sql, deliveries, state, reason);
      if (ended === group.length) tallying.refused(group);
      if (reason === 'unrenderable') await this.letters.buried(sql, group.map(letterOf));
    }
  }

  async postponements(sql: Sql, postponements: readonly Postponement[]): Promise<void> {
    const alike = groupBy(postponements, ({ reason, delaySeconds }) => `${delaySeconds} ${reason}`);
    for (const group of alike) {
      const { reason, delaySeconds } = group[0]!;
      await sql.execute(
        `UPDATE delivery FORCE INDEX (PRIMARY) SET due_at = NOW(3) + INTERVAL ? SECOND, reason = ?
         WHERE id IN (?) AND state IN ('planned', 'deferred') AND due_at <= NOW(3)`,
        [delaySeconds, reason, idsOf(group.map(({ delivery }) => delivery))],
      );
    }
  }

  /** Ends deliveries before another attempt; one that may have arrived is not said to have been left out. */
  async end(
    sql: Sql,
    deliveries: readonly DueDelivery[],
    state: Refusal['state'] | 'skipped',
    reason: DeliveryReason,
  ): Promise<number> {
    if (deliveries.length === 0) return 0;
    const { affectedRows } = await sql.execute(
      `UPDATE delivery FORCE INDEX (PRIMARY) SET state = IF(uncertain_at IS NULL, ?, 'held'), reason = ?, finished_at = NOW(3)
       WHERE id IN (?) AND state IN ('planned', 'deferred')`,
      [state, reason, idsOf(deliveries)],
    );
    return affectedRows;
  }
}
