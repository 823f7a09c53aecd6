import { Injectable } from '@nestjs/common';
import { RecoveryRepository, type Bounce } from '#libs/messaging';
import { Metrics } from '#libs/platform';
import { FeedbackRepository, type ComplaintOf } from './feedback.repository.js';

/** What somebody else's server found out about a delivery, whichever way it reached us. */
@Injectable()
export class FeedbackService {
  private readonly bounces;
  private readonly complaints;

  constructor(
    private readonly repository: FeedbackRepository,
    private readonly recovery: RecoveryRepository,
    metrics: Metrics,
  ) {
    this.bounces = metrics.counter('saphan_bounces_total', 'Reported bounces, repeats too', [
      'class',
      'source',
    ]);
    this.complaints = metrics.counter(
      'saphan_complaints_total',
      'Reported complaints, repeats too',
      ['source'],
    );
  }

  /** It was given up. A hard bounce suppresses the address before this returns. */
  async bounced(bounce: Bounce & { occurredAt: Date }): Promise<boolean> {
    this.bounces.inc({ class: bounce.class, source: bounce.source });
    const kept = await this.repository.bounced(bounce);
    if (kept) await this.arrived(bounce.deliveryId);
    return kept;
  }

  /** Somebody said that it was spam: the address is suppressed before this returns. */
  async complained(complaint: ComplaintOf): Promise<boolean> {
    this.complaints.inc({ source: complaint.source });
    const kept = await this.repository.complained(complaint);
    if (kept) await this.arrived(complaint.deliveryId);
    return kept;
  }

  /** Whatever comes back proves that the next hop had taken it: evidence for one that is uncertain. */
  async arrived(deliveryId: string): Promise<void> {
    await this.recovery.confirm(deliveryId);
  }
}
