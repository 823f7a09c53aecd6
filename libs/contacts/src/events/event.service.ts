import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { ContactRepository } from '../contacts/contact.repository.js';
import { judgeEvent } from './event-input.js';
import { EventNames } from './event-names.js';
import { EventRepository } from './event.repository.js';
import type { EventOutcome, NewEvent } from './event.js';

/** Events that one call may bring. */
export const maxEventsPerCall = 1000;

/** Told, after the commit, which contacts have new events. Must not throw. */
export type EventsListener = (contactIds: readonly string[]) => void;

/** What contacts did. */
@Injectable()
export class EventService {
  private readonly listeners: EventsListener[] = [];

  constructor(
    private readonly contacts: ContactRepository,
    private readonly repository: EventRepository,
    private readonly names: EventNames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Has `listener` called after each commit that stored events. */
  onAccepted(listener: EventsListener): void {
    this.listeners.push(listener);
  }

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
    this.tell(outcomes);
    return outcomes;
  }

  /** Tells the listeners of what was committed. */
  tell(outcomes: readonly EventOutcome[]): void {
    const ids = new Set<string>();
    for (const outcome of outcomes) if (outcome.status === 'accepted') ids.add(outcome.contactId);
    if (ids.size > 0) for (const listener of this.listeners) listener([...ids]);
  }
}
