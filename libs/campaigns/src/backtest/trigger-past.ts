import { zoneOr } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { NeedsBuilder, needsOf, type Needs } from '#libs/rules';
import {
  PastFacts,
  RuleService,
  Verdicts,
  walk,
  type Course,
  type ListedSchema,
  type Past,
} from '#libs/segments';
import { HappeningRepository, type PastHappening } from '../triggers/happening.repository.js';
import { endsWait } from '../triggers/judge-happening.js';
import { TimedHours } from '../triggers/timed-hours.js';
import { eventOccasions, signalOccasions, timedOccasion } from './occasions.js';
import type { Occasion, Witness } from './rehearsal.js';
import type { TriggerBacktest } from './trigger-backtest.js';

/** One contact's past, as a trigger looks at it. */
export interface ContactPast {
  id: string;
  occasions: readonly Occasion[];
  witness: Witness;
}

/** Reads the past of many contacts at a time. */
@Injectable()
export class TriggerPasts {
  constructor(
    private readonly rules: RuleService,
    private readonly facts: PastFacts,
    private readonly happenings: HappeningRepository,
  ) {}

  async prepare(of: TriggerBacktest): Promise<TriggerPast> {
    return new TriggerPast(of, await this.rules.schema(), this.facts, this.happenings);
  }
}

/** What there is to be known of a trigger's past. */
export class TriggerPast {
  private readonly needs: Needs;
  private readonly timed: TimedHours | null;

  constructor(
    private readonly of: TriggerBacktest,
    readonly schema: ListedSchema,
    private readonly facts: PastFacts,
    private readonly happenings: HappeningRepository,
  ) {
    const { trigger, members, watched } = of.asked;
    const needs = new NeedsBuilder();
    for (const rule of [members, watched, trigger.exit?.rule ?? null])
      if (rule) needs.add(needsOf(rule, schema));
    const clocks = [trigger.quiet?.zone, 'zone' in trigger ? trigger.zone : undefined];
    if (clocks.includes('contact')) needs.fields.add('timeZone');
    if (trigger.on === 'date') needs.fields.add(trigger.field);
    this.needs = needs;
    const timed = trigger.on === 'date' || trigger.on === 'calendar';
    this.timed = timed ? new TimedHours(trigger, of.from, of.to) : null;
  }

  /** In the order of the ids. */
  async load(contactIds: readonly string[]): Promise<ContactPast[]> {
    const { trigger } = this.of.asked;
    const [pasts, events, exits] = await Promise.all([
      this.facts.load(contactIds, this.needs, this.schema),
      this.did(contactIds, trigger.on === 'event' ? trigger.event : null),
      this.did(contactIds, trigger.exit?.event ?? null),
    ]);
    return [...pasts].map(([id, past]) => this.contact(id, past, events.get(id), exits.get(id)));
  }

  /** By contact, in the order in which it came in. */
  private async did(
    contactIds: readonly string[],
    name: string | null,
  ): Promise<Map<string, PastHappening[]>> {
    const { from, to, asked } = this.of;
    const found = new Map<string, PastHappening[]>();
    if (name === null) return found;
    const rows = await this.happenings.past(contactIds, name, from);
    const arrived =
      asked.arrival === 'received'
        ? rows
        : rows
            .map((row) => ({ ...row, receivedAt: row.happenedAt }))
            .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
    for (const row of arrived) {
      if (row.receivedAt < from || row.receivedAt > to) continue;
      const known = found.get(row.contactId);
      if (known) known.push(row);
      else found.set(row.contactId, [row]);
    }
    return found;
  }

  private contact(
    id: string,
    past: Past,
    events: readonly PastHappening[] = [],
    exits: readonly PastHappening[] = [],
  ): ContactPast {
    const { asked, from, to } = this.of;
    const { trigger, members, watched } = asked;
    const { timeZone } = this.schema;
    const verdicts = (rule: typeof members) => rule && new Verdicts(rule, past, this.schema);
    const [inside, ending] = [verdicts(members), verdicts(trigger.exit?.rule ?? null)];
    const watching = verdicts(watched);
    const steps = watching ? walk(watching, from, to).steps : [];
    const zone = past.at(to).value('timeZone') as string | null;
    const witness: Witness = {
      zone,
      member: (at) => inside && inside.at(at).verdict,
      ended: (happenedAt, at) => {
        const { exit } = trigger;
        if (!exit) return undefined;
        if (ending?.at(at).verdict) return 'rule';
        const event = exits.find(
          (each) =>
            each.happenedAt > happenedAt && each.receivedAt <= at && endsWait(exit, each, timeZone),
        );
        return event && { event: exit.event, eventId: event.ref };
      },
      undone: (at) => {
        const latest = steps.findLast((step) => step.at <= at);
        return latest !== undefined && latest.entered !== (trigger.on === 'entered');
      },
    };
    const own = { past, events, steps, witness };
    return { id, witness, occasions: this.occasionsOf(id, own) };
  }

  private occasionsOf(
    id: string,
    {
      past,
      events,
      steps,
      witness,
    }: {
      past: Past;
      events: readonly PastHappening[];
      steps: Course['steps'];
      witness: Witness;
    },
  ): Occasion[] {
    const { asked, from, to } = this.of;
    const { trigger } = asked;
    const { timeZone } = this.schema;
    const context = { startedAt: from, timeZone };
    switch (trigger.on) {
      case 'event':
        return eventOccasions(trigger, events, context);
      case 'entered':
      case 'left':
        return signalOccasions(trigger, id, steps, context);
      case 'date': {
        const clock = trigger.zone === 'contact' ? witness.zone : null;
        return this.timed!.of(past.at(to).value(trigger.field), zoneOr(clock, timeZone)).map(
          (hour) => timedOccasion(trigger, hour),
        );
      }
      case 'calendar': {
        const clock = trigger.zone === 'contact' ? witness.zone : null;
        // It is for its segment alone: to others nothing has happened.
        return this.timed!.of(null, zoneOr(clock, timeZone))
          .map((hour) => timedOccasion(trigger, hour))
          .filter(({ arrivedAt }) => witness.member(arrivedAt));
      }
    }
  }
}
