import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { Log, errnoOf, isDuplicate } from '#libs/platform';
import { ContactRepository } from '../contacts/contact.repository.js';
import { EventService } from '../events/event.service.js';
import { InboxRepository, type InboxRow } from './inbox.repository.js';
import { IntakeTaker } from './intake-taker.js';
import { refusalOf, unpack, type RawItem, type Refusal } from './item.js';
import { RefusalRepository } from './refusal.repository.js';

/** What one transaction takes in at most. */
const most = { rows: 200, messages: 2000 };

/**
 * The server's errors that blame a value, not the server: out of range, truncated, bad string, too
 * long, too large a packet, a failed CHECK.
 */
const dataErrors = new Set([1264, 1265, 1292, 1366, 1406, 1153, 3140, 4025]);

/** Whether it would fail again however often it is tried. */
const isPoison = (error: unknown): boolean =>
  dataErrors.has(errnoOf(error) ?? 0) ||
  isDuplicate(error) ||
  error instanceof DomainError ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof SyntaxError;

const notTaken = { place: '', code: 'intake.not_taken_in' };

/**
 * Empties the inbox, the oldest rows first: what comes of them and their removal are one commit. Any
 * number of processes may do so; a message that cannot be taken in is put aside and holds nobody up.
 */
@Injectable()
export class IntakeConsumer {
  private rows = most.rows;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly taker: IntakeTaker,
    private readonly contacts: ContactRepository,
    private readonly refusals: RefusalRepository,
    private readonly events: EventService,
    private readonly log: Log,
  ) {}

  /**
   * @param limits of one transaction.
   * @returns whether there may be more.
   */
  async consume(limits = most): Promise<boolean> {
    let ids: readonly string[] = [];
    try {
      await this.contacts.retryingTaken(async (sql) => {
        const rows = await this.inbox.claim(sql, {
          ...limits,
          rows: Math.min(limits.rows, this.rows),
        });
        ids = rows.map(({ id }) => id);
        if (ids.length === 0) return;
        await this.taker.take(sql, rows.flatMap(unpack));
        await this.inbox.remove(sql, ids);
      });
    } catch (error) {
      if (!isPoison(error)) throw error;
      this.log.error('intake.poisoned', { rows: ids.length, first: ids[0], error });
      if (ids.length === 1) await this.dissolve(ids[0]!);
      // Halves, until the one that cannot be taken in stands alone.
      this.rows = Math.max(1, Math.floor(ids.length / 2));
      return true;
    }
    if (ids.length === 0) return false;
    this.rows = Math.min(most.rows, this.rows * 2);
    this.events.tell();
    return true;
  }

  /**
   * Takes the messages of a row one by one, and puts aside those that fail. Should this be cut short it
   * begins anew: what was taken in is recognised.
   */
  private async dissolve(id: string): Promise<void> {
    const [row] = await this.contacts.retryingTaken((sql) => this.inbox.read(sql, [id]));
    if (!row) return;
    const failed: Refusal[] = [];
    for (const item of this.unpackOr(row, failed)) {
      try {
        await this.contacts.retryingTaken((sql) => this.taker.take(sql, [item]));
      } catch (error) {
        if (!isPoison(error)) throw error;
        failed.push(refusalOf(item, notTaken, JSON.stringify(item.json)));
        this.log.error('intake.put_aside', { row: id, error });
      }
    }
    await this.contacts.retryingTaken(async (sql) => {
      // Whoever removes the row says what became of it.
      if ((await this.inbox.remove(sql, [id])) > 0) await this.refusals.add(sql, failed);
    });
    this.events.tell();
  }

  /** A row that cannot be read is put aside as a whole. */
  private unpackOr(row: InboxRow, failed: Refusal[]): RawItem[] {
    try {
      return unpack(row);
    } catch (error) {
      this.log.error('intake.put_aside', { row: row.id, error });
      const nobody = { source: '', receivedAt: row.receivedAt, json: null };
      failed.push(refusalOf(nobody, notTaken, row.body));
      return [];
    }
  }
}
