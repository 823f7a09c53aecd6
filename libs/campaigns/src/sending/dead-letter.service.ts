import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { OperationRepository, ResendRepository, unrenderable, type Asked } from '#libs/messaging';
import { Database, DeadLetters, Jobs, maskedPayload, type DeadLetter } from '#libs/platform';
import { ResendService } from './resend.service.js';

/** Letters that are replayed by one request. */
const mostAtOnce = 1000;
/** As often it looks for more, where some could only be forgotten. */
const mostPages = 10;

/** What became of letters that were to be tried once more. */
export interface Replay {
  replayed: number;
  /** Those that can never be sent: their campaign was cancelled, or the person erased. */
  forgotten: number;
}

const replayOf = (tried: readonly boolean[]): Replay => {
  const replayed = tried.filter(Boolean).length;
  return { replayed, forgotten: tried.length - replayed };
};

const notFound = (): DomainError =>
  new DomainError('dead_letter.not_found', 'not_found', 'There is no such dead letter.');

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
   * @throws DomainError `dead_letter.not_found`
   */
  async replay(id: string, asked: Asked): Promise<Replay> {
    return replayOf([await this.again(await this.one(id), asked)]);
  }

  /** Tries all of them, a thousand at most; what is forgotten meanwhile makes room for those behind. */
  async replayAll(asked: Asked): Promise<Replay> {
    const tried: boolean[] = [];
    for (let pages = mostPages, room = mostAtOnce, after = '0'; pages > 0 && room > 0; pages--) {
      const letters = await this.letters.list(after, room);
      for (const letter of letters) tried.push(await this.again(letter, asked));
      if (letters.length < room) break;
      after = letters.at(-1)!.id;
      room = mostAtOnce - replayOf(tried).replayed;
    }
    return replayOf(tried);
  }

  /** Takes one off the list without another try. @throws DomainError `dead_letter.not_found` */
  async dismiss(id: string, asked: Asked): Promise<void> {
    if (!(await this.forget(await this.one(id), asked))) throw notFound();
  }

  private async one(id: string): Promise<DeadLetter> {
    const letter = await this.letters.get(id);
    if (!letter) throw notFound();
    return letter;
  }

  /** @returns false when it can never be sent, and so was forgotten. */
  private async again(letter: DeadLetter, asked: Asked): Promise<boolean> {
    if (letter.source !== unrenderable) return this.enqueue(letter, asked);
    if (await this.deliver(letter, asked)) return true;
    await this.forget(letter, asked);
    return false;
  }

  /** @returns false where the campaign was cancelled, the person erased, or the delivery is not to be made any more. */
  private async deliver({ subject }: DeadLetter, asked: Asked): Promise<boolean> {
    const campaignId = await this.deliveries.campaignOf(subject);
    if (campaignId === null) return false;
    try {
      return (await this.resends.resend(campaignId, ['unrenderable'], asked, subject)) > 0;
    } catch (error) {
      if (error instanceof DomainError && ['conflict', 'not_found'].includes(error.kind))
        return false;
      throw error;
    }
  }

  private forget({ source, subject }: DeadLetter, asked: Asked): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await this.letters.forget(sql, source, [subject])) === 0) return false;
      const done = { kind: 'dead_letters.dismiss', campaignId: null, ...asked } as const;
      await this.operations.add(sql, { ...done, detail: { source, subject } });
      return true;
    });
  }

  private async enqueue(letter: DeadLetter, asked: Asked): Promise<boolean> {
    const { id, source, subject, payload } = letter;
    await this.database.transaction(async (sql) => {
      const done = { kind: 'jobs.replay', campaignId: null, ...asked } as const;
      await this.operations.add(sql, { ...done, detail: { job: source, id: subject } });
      await this.letters.retried(sql, id);
    });
    await this.jobs.add({ name: source, concurrency: 1 }, payload, { id: subject });
    return true;
  }
}
