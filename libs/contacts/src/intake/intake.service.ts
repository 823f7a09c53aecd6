import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { Backlog } from './backlog.js';
import { InboxWriter } from './inbox-writer.js';
import { maxBatchMessages, maxMessageBytes, type Parcel } from './intake.js';
import { judgeMessage, sentAtOf, type MessageType } from './message.js';
import { RefusalRepository, type StoredRefusal } from './refusal.repository.js';
import { hideKey } from './write-key.js';

type Json = Readonly<Record<string, unknown>>;

/** A request's body as it came, and as it was parsed. */
export interface Received {
  bytes: Buffer;
  /** Let go of when it has been judged: a batch must not be kept twice until the commit. */
  json: unknown;
}

const invalid = (place: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place, code, message }]);

/** Messages of client libraries arrive. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly backlog: Backlog,
    private readonly writer: InboxWriter,
    private readonly refused: RefusalRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes one message; it is durable when this resolves.
   * @param source in whose namespace the messages' ids are unique.
   * @throws DomainError with what is wrong with it and where; intake.backlog, intake.busy.
   */
  async acceptOne(type: MessageType, received: Received, source: string): Promise<void> {
    const json = takeObject(received);
    const receivedAt = this.clock.now();
    const judged = judgeMessage({ ...json, type }, { receivedAt, sentAt: sentAtOf(json.sentAt) });
    if (!judged.ok) throw invalid(judged.error.place, judged.error.code, judged.error.message);
    const body = hideKey(received.bytes, json);
    if (body.length > maxMessageBytes) throw tooLarge('');
    await this.put({ receivedAt, source, history: false, type, messages: 1, body });
  }

  /**
   * Takes a batch. Each message is judged alone, later: a wrong one does not cost the others.
   * @param history the messages tell of times gone by: nobody acts upon them.
   * @throws DomainError intake.batch_invalid, intake.batch_too_large, intake.message_too_large, …
   */
  acceptBatch(received: Received, source: string, { history = false } = {}): Promise<void> {
    const parcel = this.judgeBatch(received, source, history);
    return parcel.messages === 0 ? Promise.resolve() : this.put(parcel);
  }

  /** What was not taken in, the newest first. @param after id of the last one of the page before. */
  refusals(limit: number, after?: string): Promise<StoredRefusal[]> {
    return this.refused.list(limit, after);
  }

  private judgeBatch(received: Received, source: string, history: boolean): Parcel {
    const json = takeObject(received);
    const { batch } = json;
    if (!Array.isArray(batch))
      throw invalid('/batch', 'intake.batch_invalid', 'A batch is a list of messages.');
    if (batch.length > maxBatchMessages)
      throw invalid('/batch', 'intake.batch_too_large', `At most ${maxBatchMessages} messages.`);
    const body = hideKey(received.bytes, json);
    if (body.length > maxMessageBytes) checkSizes(batch);
    return {
      receivedAt: this.clock.now(),
      source,
      history,
      type: null,
      messages: batch.length,
      body,
    };
  }

  private async put(parcel: Parcel): Promise<void> {
    await this.backlog.admit(parcel.messages);
    await this.writer.write(parcel);
  }
}

function takeObject(received: Received): Json {
  const { json } = received;
  received.json = undefined;
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json;
  throw invalid('', 'intake.message_invalid', 'A message is a JSON object.');
}

/** Only a batch that is larger than one message may be can hold one that is too large. */
function checkSizes(batch: readonly unknown[]): void {
  batch.forEach((message, i) => {
    if (sizeOf(message) > maxMessageBytes) throw tooLarge(`/batch/${i}`);
  });
}

/** Bytes as JSON; endless where the nesting is deeper than the stack. */
function sizeOf(message: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(message));
  } catch {
    return Infinity;
  }
}

function tooLarge(place: string): DomainError {
  const code = 'intake.message_too_large';
  const message = `A message has at most ${maxMessageBytes / 1024} KB.`;
  return new DomainError(code, 'too_large', message, [{ place, code, message }]);
}
