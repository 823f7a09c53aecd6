import { Inject, Injectable } from '@nestjs/common';
import { PlanningRepository } from '#libs/messaging';
import { ENV, type Env, type Sql } from '#libs/platform';
import { quietUntil } from './clock-face.js';
import type { DropReason, Step, WaitingFiring } from './firing.js';
import { ExitRepository } from './exit.repository.js';
import { FiringRepository } from './firing.repository.js';
import type { LiveTrigger } from './live-triggers.js';
import { horizonMs } from './trigger.js';
import { zoneOr } from './zones.js';

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

type Verdict =
  { kind: 'send' } | { kind: 'later'; until: number } | { kind: 'drop'; reason: DropReason };

/** What is decided of one firing, and how it came to it. */
interface Decided {
  firing: WaitingFiring;
  verdict: Verdict;
  steps: Step[];
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
    const decided = firings.map((firing) => this.judge(live, firing, known, now));
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
    if (fresh) return none;
    const exited = await this.exits.ended(sql, trigger, exits, firings, this.env.timeZone);
    // Without a delay it waited for another reason, such as a pause: then it is always looked at again.
    if (!trigger.recheck && trigger.delay) return { ...none, exited };
    return {
      zones,
      exited,
      members: members && (await this.firings.selected(sql, members, contactIds)),
      undone: await this.exits.undone(sql, trigger, firings),
    };
  }

  private judge(
    { trigger }: LiveTrigger,
    firing: WaitingFiring,
    { zones, exited, members, undone }: Known,
    now: Date,
  ): Decided {
    const { id, contactId, dueAt } = firing;
    const steps: Step[] = [];
    const drop = (reason: DropReason): Decided => ({
      firing,
      verdict: { kind: 'drop', reason },
      steps,
    });
    /** Notes a step. @returns whether it failed. */
    const fails = (step: Step): boolean => steps.push(step) > 0 && !step.verdict;

    const zone = zones.get(contactId);
    if (fails({ step: 'contact', verdict: zone !== undefined })) return drop('no_contact');
    const late = now.getTime() - dueAt.getTime() > horizonMs;
    const expected = late ? dueAt.toISOString() : null;
    if (fails({ step: 'in_time', verdict: !late, expected })) return drop('too_late');
    if (trigger.exit && exited.has(id)) {
      steps.push({ step: 'exit', verdict: false, found: exited.get(id) });
      return drop('exited');
    }
    if (members) {
      const found = members.has(contactId) ? 'in' : 'not_in';
      if (fails({ step: 'segment', verdict: found === 'in', expected: 'in', found }))
        return drop('no_longer_in_segment');
    }
    if (undone.has(id)) {
      steps.push({ step: 'still', verdict: false });
      return drop('no_longer_so');
    }
    if (!trigger.quiet) return { firing, verdict: { kind: 'send' }, steps };
    const clock = trigger.quiet.zone === 'contact' ? (zone ?? null) : null;
    const until = quietUntil(now.getTime(), trigger.quiet, zoneOr(clock, this.env.timeZone));
    const found = until === null ? null : new Date(until).toISOString();
    steps.push({ step: 'quiet', verdict: until === null, found });
    if (until === null) return { firing, verdict: { kind: 'send' }, steps };
    return trigger.quiet.policy === 'skip'
      ? drop('quiet')
      : { firing, verdict: { kind: 'later', until }, steps };
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
    await this.planning.planEach(sql, mailing, audience, ids.length);
    return true;
  }
}

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
