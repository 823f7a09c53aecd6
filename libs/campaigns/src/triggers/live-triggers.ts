import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DomainError } from '#libs/kernel';
import { MailingRepository, type Mailing } from '#libs/messaging';
import { Log } from '#libs/platform';
import type { Rule, Statement } from '#libs/rules';
import { SegmentService } from '#libs/segments';
import { RunRepository } from '../run.repository.js';
import type { LiveRow } from './live-trigger.repository.js';
import type { Trigger } from './trigger.js';

/** What was frozen when the campaign was approved. */
export interface FrozenTrigger {
  trigger: Trigger;
  /** The campaign's segment; null when it has none. */
  rule: Rule | null;
  mailing: Mailing;
}

/** A trigger at work, with whatever it asks of contacts at this instant. */
export interface LiveTrigger extends FrozenTrigger, LiveRow {
  /** Selects the members of the campaign's segment; null when everybody may be fired for. */
  members: Statement | null;
  /** Selects those whose wait the exit rule ends. */
  exits: Statement | null;
  /** A rule can no longer be judged: what happens is kept, and nothing is decided. */
  broken: boolean;
}

/** Makes live triggers ready for a transaction, on connections of its own: within one, it would need a second. */
@Injectable()
export class LiveTriggers {
  private readonly frozen = new LRUCache<string, FrozenTrigger>({ max: 1000 });

  constructor(
    private readonly runs: RunRepository,
    private readonly mailings: MailingRepository,
    private readonly segments: SegmentService,
    private readonly log: Log,
  ) {}

  /** @param now the instant at which the rules are judged. */
  async prepare(row: LiveRow, now: Date): Promise<LiveTrigger | null> {
    const frozen = await this.of(row.versionId);
    if (!frozen) return null;
    const asked = { ...row, ...frozen, members: null, exits: null };
    try {
      return { ...asked, ...(await this.statements(frozen, now)), broken: false };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.log.error('trigger.broken', { campaignId: row.campaignId, error });
      return { ...asked, broken: true };
    }
  }

  private async statements({ rule, trigger }: FrozenTrigger, now: Date) {
    const exit = trigger.exit?.rule;
    return {
      members: rule && (await this.segments.compileRule(rule, now)),
      exits: exit ? await this.segments.compileRule(exit, now) : null,
    };
  }

  /** A version's trigger; null when it has none. */
  async of(versionId: string): Promise<FrozenTrigger | null> {
    const known = this.frozen.get(versionId);
    if (known) return known;
    const version = await this.runs.version(versionId);
    const mailing = version && (await this.mailings.get(version.mailingId));
    const trigger = version?.definition.trigger;
    if (!mailing || !trigger) return null;
    const frozen = { trigger, mailing, rule: version.definition.segmentId ? version.rule : null };
    this.frozen.set(versionId, frozen);
    return frozen;
  }
}
