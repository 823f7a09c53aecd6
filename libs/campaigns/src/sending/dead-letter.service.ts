import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { OperationRepository, ResendRepository, unrenderable, type Asked } from '#libs/messaging';
import { Database, DeadLetters, Jobs, maskedPayload, type DeadLetter } from '#libs/platform';
import { ResendService } from './resend.service.js';

/** Letters that are replayed by one request. */
const mostAtOnce = 1000;

/** What failed for good, or again and again: shown with its reason, and tried once more. */
@Injectable()
export class DeadLetterService {
  constructor(
    private readonly database: Database,
    private readonly letters: DeadLetters,
    private readonly deliveries: ResendRepository,
    private readonly resends: ResendService,
    private readonly operations: OperationRepository,
    private readonly jobs: Jobs,
  ) {}

  /** By id, above `after`, without anything that leads to a person. */
  async list(after: string, limit: number): Promise<DeadLetter[]> {
    const letters = await this.letters.list(after, limit);
    return letters.map((letter) => ({ ...letter, payload: maskedPayload(letter.payload) }));
  }

  /**
   * Tries one once more. Done twice, it is done once: a delivery has one row, a job one id.
   * @returns how many were tried, 0 or 1.
   * @throws DomainError `dead_letter.not_found`
   */
  async replay(id: string, asked: Asked): Promise<number> {
    const letter = await this.letters.get(id);
    if (!letter)
      throw new DomainError('dead_letter.not_found', 'not_found', 'There is no such dead letter.');
    return this.again(letter, asked);
  }

  /** Tries all of them, a thousand at most. @returns how many. */
  async replayAll(asked: Asked): Promise<number> {
    let replayed = 0;
    for (const letter of await this.letters.list('0', mostAtOnce))
      replayed += await this.again(letter, asked);
    return replayed;
  }

  private again(letter: DeadLetter, asked: Asked): Promise<number> {
    return letter.source === unrenderable
      ? this.deliver(letter, asked)
      : this.enqueue(letter, asked);
  }

  /** Of a campaign that was cancelled meanwhile nothing is sent; the letter stays. */
  private async deliver({ subject }: DeadLetter, asked: Asked): Promise<number> {
    const campaignId = await this.deliveries.campaignOf(subject);
    if (campaignId === null) return 0;
    try {
      return await this.resends.resend(campaignId, ['unrenderable'], asked, subject);
    } catch (error) {
      if (error instanceof DomainError) return 0;
      throw error;
    }
  }

  private async enqueue(letter: DeadLetter, asked: Asked): Promise<number> {
    const { id, source, subject, payload } = letter;
    await this.database.transaction(async (sql) => {
      const done = { kind: 'jobs.replay', campaignId: null, ...asked } as const;
      await this.operations.add(sql, { ...done, detail: { job: source, id: subject } });
      await this.letters.retried(sql, id);
    });
    await this.jobs.add({ name: source, concurrency: 1 }, payload, { id: subject });
    return 1;
  }
}
