import { noTally, type Tally } from '../guards/guard.js';

/** The end of an attempt, as far as it is counted. */
interface Ended {
  delivery: { mailingId: string };
  state: string;
  /** What the server answered; null where it met none. */
  code: number | null;
}

/** A delivery for which there was no attempt. */
interface Refused {
  delivery: { mailingId: string };
  reason: string;
}

/** What one commit of the ledger adds to how its mailings stand. */
export class Tallying {
  readonly sums = new Map<string, Tally>();
  /** Mailings of which something went wrong. */
  readonly troubled = new Set<string>();

  /** Outcomes that were written. Bounces are counted where they are kept. */
  ended(outcomes: readonly Ended[]): void {
    for (const { delivery, state, code } of outcomes) {
      const hasEnded = state === 'accepted' || state === 'failed';
      // An attempt that met nobody is no sign of life: the watchdog would never hear of a server that is away.
      if (!hasEnded && (state !== 'deferred' || code === null)) continue;
      const sum = this.of(delivery.mailingId);
      if (hasEnded) sum.attempted += 1;
      if (state === 'accepted') sum.accepted += 1;
      if (state === 'failed') this.troubled.add(delivery.mailingId);
    }
  }

  /** Deliveries that could not be made into messages. */
  refused(refusals: readonly Refused[]): void {
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
