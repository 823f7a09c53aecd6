import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { ReplyRepository, type ReplyFilter, type StoredReply } from './reply.repository.js';

/** The customers' voice. */
@Injectable()
export class ReplyService {
  constructor(private readonly replies: ReplyRepository) {}

  /** A page of answers, the newest first. */
  list(filter: ReplyFilter, limit: number, before?: string): Promise<StoredReply[]> {
    return this.replies.list(filter, limit, before);
  }

  /** The mail as it came (RFC 5322). @throws DomainError reply.not_found. */
  async original(id: string): Promise<Buffer> {
    const original = await this.replies.original(id);
    if (!original) throw new DomainError('reply.not_found', 'not_found', 'There is no such reply.');
    return original;
  }
}
