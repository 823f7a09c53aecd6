import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { FeedRepository } from '../changes/feed.repository.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { judgeEvent } from './event-input.js';
import { EventNames } from './event-names.js';
import { EventRepository } from './event.repository.js';
import type { EventOutcome, NewEvent } from './event.js';

/** Events that one call may bring. */
export const maxEventsPerCall = 1000;

/** What contacts did. */
@Injectable()
export class EventService {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly repository: EventRepository,
    private readonly names: EventNames,
    private readonly changes: ChangeRepository,
    private readonly feed: FeedRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes a batch as a program sends it. Each event is judged alone; the answer has one outcome for
   * each, in order. Sending the same batch again stores nothing twice.
   * @param source in whose namespace the clients' ids are unique.
   * @throws DomainError event.batch_too_large, event.too_many_names.
   */
  async ingest(batch: readonly unknown[], source: string): Promise<EventOutcome[]> {
    if (batch.length > maxEventsPerCall)
      throw new DomainError(
        'event.batch_too_large',
        'too_large',
        `At most ${maxEventsPerCall} events at a time.`,
      );
    const now = this.clock.now();
    const outcomes: EventOutcome[] = [];
    const fit: { index: number; event: NewEvent }[] = [];
    batch.forEach((json, index) => {
      const judged = judgeEvent(json, source, now);
      if (judged.ok) fit.push({ index, event: judged.value });
      else outcomes[index] = { status: 'error', ...judged.error };
    });
    const stored = await this.record(fit.map(({ event }) => event));
    fit.forEach(({ index }, i) => {
      outcomes[index] = stored[i]!;
    });
    return outcomes;
  }

  /** Stores events that other parts of the system have judged already. */
  async record(events: readonly NewEvent[]): Promise<EventOutcome[]> {
    if (events.length === 0) return [];
    const now = this.clock.now();
    const nameIds = await this.names.resolve(events.map(({ name }) => name));
    const outcomes = await this.contacts.retryingTaken((sql) =>
      this.repository.store(sql, events, nameIds, { now, write: true }),
    );
    this.tell();
    return outcomes;
  }

  /** Wakes up those who act upon events; to be called after the commit. */
  tell(): void {
    this.changes.ring();
    this.feed.ring();
  }
}
