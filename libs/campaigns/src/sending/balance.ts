import { Injectable } from '@nestjs/common';
import { LedgerRepository } from '#libs/messaging';
import { Log, Metrics } from '#libs/platform';
import { RunRepository } from '../run.repository.js';

/** Sees when the ledger does not hold what was planned: a row that is gone is a person nobody answers for. */
@Injectable()
export class Balance {
  private unbalanced = 0;

  constructor(
    private readonly runs: RunRepository,
    private readonly ledger: LedgerRepository,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    metrics.gauge(
      'saphan_unbalanced_campaigns',
      'Campaigns at work whose ledger does not hold what was planned',
      () => this.unbalanced,
    );
  }

  /** Looks at every campaign that is planned and has not ended. */
  async sweep(): Promise<void> {
    let unbalanced = 0;
    for (const { campaignId, rows } of await this.runs.balances()) {
      const counts = Object.values(await this.ledger.countByState(campaignId));
      const found = counts.reduce((sum, n) => sum + n, 0);
      if (found === rows) continue;
      unbalanced += 1;
      const error = new Error('The ledger does not hold what was planned.');
      this.log.error('campaign.unbalanced', { campaignId, planned: rows, found, error });
    }
    this.unbalanced = unbalanced;
  }
}
