import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob } from '#libs/kernel';
import { JobWorkers, Jobs, Log } from '#libs/platform';
import { Dispatcher } from './dispatcher.js';
import { MailingRepository } from './mailing.repository.js';
import { RecoveryRepository } from './recovery.repository.js';

/** Sends what is due of one mailing. Slots let several processes work on the same mailing. */
export const sendMailing = defineJob<{ mailingId: string; slot: number }>('delivery.send', {
  concurrency: 8,
});

export const messagingJobs = [sendMailing];

/** How many processes at most work on one mailing. */
const slots = 4;

/** Wakes workers up. Redis may forget all of it: the ledger is asked again and again. */
@Injectable()
export class DeliveryWaker {
  constructor(private readonly jobs: Jobs) {}

  async wake(mailingId: string): Promise<void> {
    for (let slot = 0; slot < slots; slot++)
      await this.jobs.add(sendMailing, { mailingId, slot }, { id: `send-${mailingId}-${slot}` });
  }
}

/** The part of messaging that runs in a worker. */
@Injectable()
export class DeliveryWork implements OnModuleInit {
  constructor(
    private readonly workers: JobWorkers,
    private readonly dispatcher: Dispatcher,
    private readonly mailings: MailingRepository,
    private readonly recovery: RecoveryRepository,
    private readonly waker: DeliveryWaker,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.workers.handle(sendMailing, ({ mailingId, slot }, signal) =>
      this.dispatcher.run(mailingId, signal, { slot, of: slots }),
    );
  }

  /** Recovers what dead processes left, and wakes workers for every mailing that has work due. */
  async sweep(): Promise<void> {
    const recovered = await this.recovery.recover(await this.mailings.live());
    if (Object.values(recovered).some((n) => n > 0))
      this.log.info('ledger.recovered', { ...recovered });
    for (const mailingId of await this.mailings.withWork()) await this.waker.wake(mailingId);
  }
}
