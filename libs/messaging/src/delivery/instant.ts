import { Injectable } from '@nestjs/common';
import { Log } from '#libs/platform';
import { Dispatcher } from './dispatcher.js';

/**
 * Sends what is due of a mailing at once, in this process, without the way through a queue: for messages
 * that follow from what somebody just did. What is lost when the process dies, sweeps find.
 */
@Injectable()
export class InstantDelivery {
  private readonly drain = new AbortController();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly log: Log,
  ) {}

  /** To be called after the commit. While the mailing is being sent it is looked at once more. */
  wake(mailingId: string): void {
    if (this.drain.signal.aborted) return;
    if (this.underWay.has(mailingId)) this.again.add(mailingId);
    else this.underWay.set(mailingId, this.run(mailingId));
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.drain.abort();
    await Promise.all(this.underWay.values());
  }

  private async run(mailingId: string): Promise<void> {
    try {
      do {
        this.again.delete(mailingId);
        await this.dispatcher.run(mailingId, this.drain.signal);
      } while (this.again.has(mailingId) && !this.drain.signal.aborted);
    } catch (error) {
      this.log.error('delivery.instant_failed', { mailingId, error });
    } finally {
      this.underWay.delete(mailingId);
    }
  }
}
