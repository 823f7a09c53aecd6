import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { SendingSwitch, type Asked, type Overdue, type SwitchState } from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import { CampaignRepository, type OverdueCampaign } from '../campaign.repository.js';
import { sendingErrors } from './sending.errors.js';

/** What is older than this, seconds, is not let go without a question. */
const overdueSeconds = 3600;

/** The switch, and what a release would let go at once. */
export interface Release extends SwitchState {
  /** Deliveries that have been due for more than an hour. */
  overdue: Overdue;
  /** Campaigns whose start lies more than an hour back, the oldest first. */
  campaigns: OverdueCampaign[];
}

/** All sending: whether it is held, and what would go if it were not. */
@Injectable()
export class SendingService {
  constructor(
    private readonly sending: SendingSwitch,
    private readonly campaigns: CampaignRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async show(): Promise<Release> {
    return this.with(await this.sending.state());
  }

  /** Once this is answered, no message gets an intent, of no campaign. */
  async hold(asked: Asked): Promise<Release> {
    return this.with(await this.sending.hold(asked));
  }

  /**
   * Lets everything be sent again.
   * @param sendOverdue also what has been due for more than an hour.
   * @throws DomainError `sending.overdue` when there is such, and nobody said that it may go.
   */
  async release(asked: Asked, sendOverdue: boolean): Promise<Release> {
    const { overdue, campaigns, held } = await this.show();
    if (held && !sendOverdue && (overdue.deliveries > 0 || campaigns.length > 0))
      throw sendingErrors.overdue(overdue, campaigns.length);
    return this.with(await this.sending.release(asked, overdue));
  }

  private async with(state: SwitchState): Promise<Release> {
    const before = new Date(this.clock.now().getTime() - overdueSeconds * 1000);
    const [overdue, campaigns] = await Promise.all([
      this.sending.overdue(overdueSeconds),
      this.campaigns.overdue(before),
    ]);
    return { ...state, overdue, campaigns };
  }
}
