import { noTally, type Tally } from '../guards/guard.js';
import type { Outcome, Refusal } from './flush.repository.js';

/** What one commit of the ledger adds to how its mailings stand. */
export class Tallying {
  readonly sums = new Map<string, Tally>();
  /** Mailings of which something went wrong. */
  readonly troubled = new Set<string>();

  /** Outcomes that were written. Bounces are counted where they are kept. */
  ended(outcomes: readonly Outcome[]): void {
    for (const { delivery, state, refusal } of outcomes) {
      const sum = this.of(delivery.mailingId);
      const isBlocked = state === 'deferred' && refusal?.class === 'block';
      if (state === 'accepted') sum.accepted += 1;
      if (state === 'accepted' || state === 'failed' || isBlocked) sum.attempted += 1;
      if (isBlocked) sum.erred += 1;
      if (isBlocked || state === 'failed') this.troubled.add(delivery.mailingId);
    }
  }

  /** Deliveries that could not be made into messages. */
  refused(refusals: readonly Refusal[]): void {
    for (const { delivery, reason } of refusals) {
      if (reason !== 'unrenderable') continue;
      const sum = this.of(delivery.mailingId);
      sum.attempted += 1;
      sum.erred += 1;
      this.troubled.add(delivery.mailingId);
    }
  }

  private of(mailingId: string): Tally {
    let sum = this.sums.get(mailingId);
    if (!sum) this.sums.set(mailingId, (sum = { ...noTally }));
    return sum;
  }
}
