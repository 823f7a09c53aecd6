import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, ENV, type Env, type Sql } from '#libs/platform';
import { admit, earliestThatMatters, refusalOf, type Earlier } from './admission.js';
import { Decisions } from './decisions.js';
import type { NewFiring } from './firing.js';
import { FiringRepository } from './firing.repository.js';
import { HappeningRepository, type Happening, type Interest } from './happening.repository.js';
import { segmentStep } from './judge-firing.js';
import { judgeHappening } from './judge-happening.js';
import { LiveTriggerRepository, type LiveState } from './live-trigger.repository.js';
import { LiveTriggers, type LiveTrigger } from './live-triggers.js';
import { newFiring } from './new-firing.js';

/** Lines of the feed that are taken at a time. */
const share = 500;

/** What one share of the work came to. */
export interface Share {
  /** Lines or firings dealt with; 0 when there was nothing to do. */
  done: number;
  /** Mailings that have new messages to send. */
  mailings: ReadonlySet<string>;
}

/** Makes firings out of what happens. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly database: Database,
    private readonly happenings: HappeningRepository,
    private readonly firings: FiringRepository,
    private readonly live: LiveTriggerRepository,
    private readonly triggers: LiveTriggers,
    private readonly decisions: Decisions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Takes a share of the feed, writes what comes of it, decides what need not wait, and takes the lines
   * away, all in one transaction: whatever dies in between, each line is acted upon once.
   */
  async take(): Promise<Share> {
    const now = this.clock.now();
    const next = await this.happenings.next(share);
    if (next.length === 0) return { done: 0, mailings: new Set() };
    const interest = await this.happenings.interest(next);
    const triggers = await this.prepare(interest, now);
    return this.database.transaction(async (sql) => {
      const ids = next.map(({ id }) => id);
      const { taken, found } = await this.happenings.take(sql, ids);
      if (taken.length === 0) return { done: 0, mailings: new Set() };
      const states = await this.live.hold(
        sql,
        triggers.map(({ campaignId }) => campaignId),
      );
      const mailings = new Set<string>();
      for (const trigger of triggers) {
        const state = states.get(trigger.campaignId);
        const concerned = state ? found.filter((each) => waitsFor(interest, trigger, each)) : [];
        if (state && (await this.fire(sql, trigger, state, concerned, now)))
          mailings.add(trigger.mailing.id);
      }
      await this.happenings.remove(sql, taken);
      return { done: taken.length, mailings };
    });
  }

  private async prepare(interest: readonly Interest[], now: Date): Promise<LiveTrigger[]> {
    const ids = [...new Set(interest.map(({ campaignId }) => campaignId))];
    return this.triggers.prepare(await this.live.byIds(ids), now);
  }

  /** @returns whether there is something to send. */
  private async fire(
    sql: Sql,
    trigger: LiveTrigger,
    state: LiveState,
    happenings: readonly Happening[],
    now: Date,
  ): Promise<boolean> {
    const context = { startedAt: trigger.startedAt, now, timeZone: this.env.timeZone };
    const fit = happenings
      .map((happening) => firingOf(trigger, happening, context))
      .filter((firing) => firing !== null);
    const members = await this.membersOnly(sql, trigger, fit);
    const firings = await this.admitted(sql, trigger, members);
    if (firings.length === 0) return false;
    await this.firings.add(sql, trigger, trigger.trigger.on, firings, now);
    if (state === 'paused' || trigger.broken) return false;
    const due = await this.firings.dueAmong(sql, trigger.campaignId, firings, now);
    // An event that comes in late may have waited its delay already.
    const fresh = trigger.trigger.delay === null;
    return this.decisions.decide(sql, trigger, due, now, { fresh });
  }

  /** Only members of the campaign's segment are fired for. */
  private async membersOnly(
    sql: Sql,
    { members }: LiveTrigger,
    firings: readonly NewFiring[],
  ): Promise<readonly NewFiring[]> {
    if (!members || firings.length === 0) return firings;
    const ids = firings.map(({ contactId }) => contactId);
    const inside = await this.firings.selected(sql, members, ids);
    return firings
      .filter(({ contactId }) => inside.has(contactId))
      .map((firing) => ({
        ...firing,
        steps: [...firing.steps, segmentStep(true)],
      }));
  }

  /** One after the other, as they came: each counts for the next. */
  private async admitted(
    sql: Sql,
    { trigger, campaignId }: LiveTrigger,
    firings: readonly NewFiring[],
  ): Promise<readonly NewFiring[]> {
    const since = earliestThatMatters(trigger, firings);
    if (since === null) return firings;
    const contactIds = [...new Set(firings.map(({ contactId }) => contactId))];
    await this.firings.guard(sql, campaignId, contactIds);
    const earlier = new Map<string, Earlier[]>(
      await this.firings.earlier(sql, campaignId, contactIds, since),
    );
    return firings.flatMap((firing) => {
      const known = earlier.get(firing.contactId) ?? [];
      const steps = admit(trigger, firing, known);
      const refusal = refusalOf(steps);
      const admitted = { ...firing, steps: [...firing.steps, ...steps] };
      if (refusal) return refusal.reason ? [{ ...admitted, reason: refusal.reason }] : [];
      earlier.set(firing.contactId, [...known, firing]);
      return [admitted];
    });
  }
}

const waitsFor = (
  interest: readonly Interest[],
  { campaignId }: LiveTrigger,
  { kind, subject }: Happening,
): boolean =>
  interest.some(
    (each) => each.campaignId === campaignId && each.kind === kind && each.subject === subject,
  );

/** null when nothing comes of it. */
function firingOf(
  { trigger }: LiveTrigger,
  happening: Happening,
  context: { startedAt: Date; now: Date; timeZone: string },
): NewFiring | null {
  const steps = judgeHappening(trigger, happening, context);
  if (steps.some(({ verdict }) => !verdict)) return null;
  return newFiring(trigger, happening, steps, context.now);
}
