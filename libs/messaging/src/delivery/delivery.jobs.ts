import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob } from '#libs/kernel';
import { JobWorkers, Jobs, Log } from '#libs/platform';
import { Dispatcher } from './dispatcher.js';
import { urgencies, type Urgency } from '../pace/urgency.js';
import type { Mailing } from './mailing.js';
import { MailingRepository } from './mailing.repository.js';
import { RecoveryRepository } from './recovery.repository.js';

/** One slot of a mailing: several processes can work on the same one. */
interface Turn {
  [key: string]: string | number;
  mailingId: string;
  slot: number;
  /** Counts the turns of the slot: the next one is asked for while this one still runs. */
  turn: number;
}

/** Sends what is due of a broadcast. */
export const sendBulk = defineJob<Turn>('delivery.send', { concurrency: 8 });
/** The same for what cannot wait until broadcasts let it through, and for what waits for nothing else. */
export const sendSoon = defineJob<Turn>('delivery.send-soon', { concurrency: 4 });
export const sendNow = defineJob<Turn>('delivery.send-now', { concurrency: 4 });

const jobs = { bulk: sendBulk, soon: sendSoon, now: sendNow } as const;

export const messagingJobs = Object.values(jobs);

type Woken = Pick<Mailing, 'id' | 'urgency'>;

/** How long a mailing keeps its slots before others that wait have their turn. */
const turnMs = 30_000;

/** How many processes at most work on one mailing. */
const slots = 4;

/** Wakes workers up. Redis may forget all of it: the ledger is asked again and again. */
@Injectable()
export class DeliveryWaker {
  constructor(private readonly jobs: Jobs) {}

  async wake(mailing: Woken): Promise<void> {
    for (let slot = 0; slot < slots; slot++) await this.next(mailing, slot, 0);
  }

  /** Asks for a turn of one slot: even and odd ones have different names, so that one can follow on. */
  next({ id, urgency }: Woken, slot: number, turn: number): Promise<void> {
    const name = `send-${id}-${slot}${turn % 2 === 1 ? '-odd' : ''}`;
    return this.jobs.add(jobs[urgency], { mailingId: id, slot, turn }, { id: name });
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
    for (const urgency of urgencies)
      this.workers.handle(jobs[urgency], (turn, signal) => this.take(turn, urgency, signal));
  }

  /** Works for one turn; what is left then goes to the end of the queue. */
  private async take(
    { mailingId, slot, turn }: Turn,
    urgency: Urgency,
    signal: AbortSignal,
  ): Promise<void> {
    const turnEnd = AbortSignal.timeout(turnMs);
    await this.dispatcher.run(mailingId, AbortSignal.any([signal, turnEnd]), { slot, of: slots });
    if (turnEnd.aborted && !signal.aborted)
      await this.waker.next({ id: mailingId, urgency }, slot, turn + 1);
  }

  /** Recovers what dead processes left, and wakes workers for every mailing that has work due. */
  async sweep(): Promise<void> {
    const recovered = await this.recovery.recover(await this.mailings.live());
    if (Object.values(recovered).some((n) => n > 0))
      this.log.info('ledger.recovered', { ...recovered });
    for (const mailing of await this.mailings.withWork()) await this.waker.wake(mailing);
  }
}
