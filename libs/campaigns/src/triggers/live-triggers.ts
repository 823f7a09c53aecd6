import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DomainError } from '#libs/kernel';
import { MailingRepository, type Mailing } from '#libs/messaging';
import { Log } from '#libs/platform';
import { compileProbe, type Rule, type Schema, type Statement } from '#libs/rules';
import { RuleService } from '#libs/segments';
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
    private readonly rules: RuleService,
    private readonly log: Log,
  ) {}

  /** @param now the instant at which the rules are judged. */
  async prepare(rows: readonly LiveRow[], now: Date): Promise<LiveTrigger[]> {
    const known = await Promise.all(
      rows.map(async (row) => ({ row, frozen: await this.of(row.versionId) })),
    );
    const asks = ({ rule, trigger }: FrozenTrigger) => rule ?? trigger.exit?.rule;
    const schema = known.some(({ frozen }) => frozen && asks(frozen))
      ? await this.rules.schema()
      : null;
    return known.flatMap(({ row, frozen }) =>
      frozen ? [this.ready(row, frozen, schema, now)] : [],
    );
  }

  private ready(
    row: LiveRow,
    frozen: FrozenTrigger,
    schema: Schema | null,
    now: Date,
  ): LiveTrigger {
    const exit = frozen.trigger.exit?.rule ?? null;
    const statement = (rule: Rule | null) =>
      rule && schema ? compileProbe(rule, schema, now) : null;
    const live = { ...row, ...frozen, members: null, exits: null, broken: false };
    try {
      return { ...live, members: statement(frozen.rule), exits: statement(exit) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.log.error('trigger.broken', { campaignId: row.campaignId, error });
      return { ...live, broken: true };
    }
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
