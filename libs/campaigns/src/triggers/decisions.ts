import { Inject, Injectable } from '@nestjs/common';
import { PlanningRepository } from '#libs/messaging';
import { ENV, type Env, type Sql } from '#libs/platform';
import type { WaitingFiring } from './firing.js';
import { ExitRepository } from './exit.repository.js';
import { FiringRepository } from './firing.repository.js';
import { judgeFiring, lookedAt, type Judgement, type Outlook } from './judge-firing.js';
import type { LiveTrigger } from './live-triggers.js';

const hour = 3600_000;

/** What is known of contacts when their firings are decided. */
interface Known {
  zones: ReadonlyMap<string, string | null>;
  /** Ids of firings that the exit ended, with what did. */
  exited: ReadonlyMap<string, unknown>;
  /** Contacts in the campaign's segment; null when that is not asked. */
  members: ReadonlySet<string> | null;
  /** Firings whose contact has left what they entered, or come back. */
  undone: ReadonlySet<string>;
}

/** One firing with what is decided of it. */
interface Decided extends Judgement {
  firing: WaitingFiring;
}

/** Decides firings whose hour has come: sends, lets wait, or drops. */
@Injectable()
export class Decisions {
  constructor(
    private readonly firings: FiringRepository,
    private readonly exits: ExitRepository,
    private readonly planning: PlanningRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Within the transaction that holds the firings: the ledger's rows are written with what was decided.
   * @param fresh nothing can have changed since they came in.
   * @returns whether there is something to send.
   */
  async decide(
    sql: Sql,
    live: LiveTrigger,
    firings: readonly WaitingFiring[],
    now: Date,
    { fresh }: { fresh: boolean },
  ): Promise<boolean> {
    if (firings.length === 0) return false;
    const known = await this.look(sql, live, firings, fresh);
    const context = { now, timeZone: this.env.timeZone };
    const decided = firings.map((firing) => ({
      firing,
      ...judgeFiring(live.trigger, firing, outlookOf(firing, known), context),
    }));
    await this.limitRate(sql, live, decided, now);
    return this.write(sql, live, decided, now);
  }

  private async look(
    sql: Sql,
    { trigger, members, exits }: LiveTrigger,
    firings: readonly WaitingFiring[],
    fresh: boolean,
  ): Promise<Known> {
    const contactIds = [...new Set(firings.map(({ contactId }) => contactId))];
    const zones = await this.firings.zones(sql, contactIds);
    const none = { zones, exited: new Map(), members: null, undone: new Set<string>() };
    const asked = lookedAt(trigger, { fresh });
    if (!asked.exit) return none;
    const exited = await this.exits.ended(sql, trigger, exits, firings, this.env.timeZone);
    if (!asked.again) return { ...none, exited };
    return {
      zones,
      exited,
      members: members && (await this.firings.selected(sql, members, contactIds)),
      undone: await this.exits.undone(sql, trigger, firings),
    };
  }

  /** Drops what is more than the trigger may send within an hour. */
  private async limitRate(
    sql: Sql,
    { trigger, campaignId }: LiveTrigger,
    decided: readonly Decided[],
    now: Date,
  ): Promise<void> {
    const { perHour } = trigger;
    const sending = decided.filter(({ verdict }) => verdict.kind === 'send');
    if (perHour === null || sending.length === 0) return;
    await this.firings.guard(sql, campaignId, ['0']);
    const found = await this.firings.sentSince(sql, campaignId, new Date(now.getTime() - hour));
    for (const [index, each] of sending.entries()) {
      const verdict = found + index < perHour;
      each.steps.push({ step: 'per_hour', verdict, expected: perHour, found });
      if (!verdict) each.verdict = { kind: 'drop', reason: 'hourly_limit' };
    }
  }

  private async write(
    sql: Sql,
    { mailing }: LiveTrigger,
    decided: readonly Decided[],
    now: Date,
  ): Promise<boolean> {
    for (const { ids, first } of alike(decided)) {
      const { verdict, steps } = first;
      if (verdict.kind === 'later') await this.firings.postpone(sql, ids, new Date(verdict.until));
      else if (verdict.kind === 'drop') {
        const outcome = { state: 'dropped', reason: verdict.reason } as const;
        await this.firings.decide(sql, ids, outcome, steps, now);
      } else await this.firings.decide(sql, ids, { state: 'sent' }, steps, now);
    }
    const ids = decided
      .filter(({ verdict }) => verdict.kind === 'send')
      .map(({ firing }) => firing.id);
    if (ids.length === 0) return false;
    const audience = {
      sql: `SELECT f.contact_id AS id, COALESCE(f.occurrence, f.id) AS occurrence
        FROM firing f WHERE f.id IN (?)`,
      parameters: [ids],
    };
    await this.planning.planEach(sql, mailing, audience);
    return true;
  }
}

const outlookOf = (
  { id, contactId }: WaitingFiring,
  { zones, exited, members, undone }: Known,
): Outlook => ({
  zone: zones.get(contactId),
  ended: exited.get(id),
  member: members && members.has(contactId),
  undone: undone.has(id),
});

/** Those with the same outcome and the same steps are written together. */
function alike(decided: readonly Decided[]): { ids: string[]; first: Decided }[] {
  const groups = new Map<string, { ids: string[]; first: Decided }>();
  for (const each of decided) {
    const key = JSON.stringify([each.verdict, each.steps]);
    const group = groups.get(key);
    if (group) group.ids.push(each.firing.id);
    else groups.set(key, { ids: [each.firing.id], first: each });
  }
  return [...groups.values()];
}
