import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, isDuplicate } from '#libs/platform';
import { parseLanguage } from '../values/index.js';
import {
  parseAim,
  type Channel,
  type ConsentState,
  type ConsentWording,
  type StoredWording,
  type Unreachable,
} from './consent.js';
import { ConsentRepository, type ConsentRecord } from './consent.repository.js';

/** What a statement says, where the caller need not name everything. */
export interface StatementInput {
  contactId: string;
  channel: Channel;
  purpose: string;
  wordingVersion?: string | null;
  source: string;
  evidence?: Record<string, unknown> | null;
  /** When the person said so; now when absent, never in the future. */
  occurredAt?: Date;
}

/** Serialised length that a statement's evidence may have, characters. */
const maxEvidence = 4096;

/** Consent per contact, channel and purpose: append-only, with the present state beside it. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly repository: ConsentRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The person agrees. The wording that was shown must be known, so that it can be reproduced.
   * @throws DomainError consent.wording_unknown, consent.wording_missing, consent.invalid.
   */
  async grant(input: StatementInput): Promise<void> {
    if (!input.wordingVersion)
      throw invalid(
        '/wordingVersion',
        'consent.wording_missing',
        'Name the wording that was shown.',
      );
    await this.requireWording(input.channel, input.purpose, input.wordingVersion);
    await this.append(input, true);
  }

  /** The person withdraws: as easy as granting, nothing has to be named but what is withdrawn. */
  async withdraw(input: StatementInput): Promise<void> {
    if (input.wordingVersion)
      await this.requireWording(input.channel, input.purpose, input.wordingVersion);
    await this.append(input, false);
  }

  /** @throws DomainError consent.wording_unknown. */
  async requireWording(channel: Channel, purpose: string, version: string): Promise<void> {
    if (!(await this.repository.hasWording(channel, purpose, version)))
      throw invalid(
        '/wordingVersion',
        'consent.wording_unknown',
        'There is no such wording for this channel and purpose: add it first.',
      );
  }

  /** Why the contact cannot be reached on the channel for the purpose; null when it can be. */
  async whyUnreachable(contactId: string, channel: Channel, purpose: string): Promise<Unreachable> {
    const reason = await this.repository.whyUnreachable(contactId, channel, purpose);
    if (reason === undefined)
      throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
    return reason;
  }

  async isReachable(contactId: string, channel: Channel, purpose: string): Promise<boolean> {
    return (await this.whyUnreachable(contactId, channel, purpose)) === null;
  }

  async states(contactId: string): Promise<ConsentState[]> {
    return (await this.repository.states([contactId])).get(contactId) ?? [];
  }

  history(contactId: string): Promise<ConsentRecord[]> {
    return this.repository.history(contactId);
  }

  listWordings(): Promise<StoredWording[]> {
    return this.repository.listWordings();
  }

  /**
   * Adds a version of a wording in one language. It can never be changed afterwards.
   * @throws DomainError consent.invalid, language.invalid, consent.wording_exists.
   */
  async addWording(wording: ConsentWording): Promise<StoredWording> {
    const aim = parseAim(wording.channel, wording.purpose);
    if (!aim.ok) throw invalid('/purpose', aim.error.code, aim.error.message);
    const language = parseLanguage(wording.language);
    if (!language.ok) throw invalid('/language', language.error.code, language.error.message);
    if (!/^[A-Za-z0-9._-]{1,32}$/.test(wording.version))
      throw invalid(
        '/version',
        'consent.version',
        'A version has 1 to 32 letters, digits, . _ or -.',
      );
    if (wording.wording.trim() === '' || wording.wording.length > 10_000)
      throw invalid('/wording', 'consent.wording', 'A wording has 1 to 10,000 characters.');
    try {
      return await this.repository.addWording(
        { ...wording, language: language.value },
        this.clock.now(),
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new DomainError(
        'consent.wording_exists',
        'conflict',
        'This version exists in this language. A wording never changes: add another version.',
      );
    }
  }

  private async append(input: StatementInput, granted: boolean): Promise<void> {
    const now = this.clock.now();
    const aim = parseAim(input.channel, input.purpose);
    if (!aim.ok) throw invalid('/purpose', aim.error.code, aim.error.message);
    if (input.source.trim() === '' || input.source.length > 64)
      throw invalid('/source', 'consent.source', 'A source has 1 to 64 characters.');
    if (input.evidence && JSON.stringify(input.evidence).length > maxEvidence)
      throw invalid(
        '/evidence',
        'consent.evidence',
        `At most ${maxEvidence} characters of evidence.`,
      );
    if (input.occurredAt && input.occurredAt > now)
      throw invalid('/occurredAt', 'consent.future', 'Nobody can have agreed in the future.');
    const kept = await this.repository.appendIfKnown(
      {
        contactId: input.contactId,
        channel: input.channel,
        purpose: input.purpose,
        granted,
        wordingVersion: input.wordingVersion ?? null,
        source: input.source,
        evidence: input.evidence ?? null,
        occurredAt: input.occurredAt ?? now,
      },
      now,
    );
    if (!kept) throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
  }
}

const invalid = (place: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place, code, message }]);
