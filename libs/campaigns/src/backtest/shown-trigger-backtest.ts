import type { Words } from '#libs/rules';
import { daysBetween, shownCampaigns, shownProgress, type ShownProgress } from '#libs/segments';
import { tellSteps } from '../triggers/step-words.js';
import type { Trigger } from '../triggers/trigger.js';
import { droppedByDay } from './hourly.js';
import type { TriggerBacktest } from './trigger-backtest.js';
import {
  emptyDay,
  readRefusal,
  refusalKey,
  type Competing,
  type Refusal,
  type TriggerDay,
} from './trigger-tally.js';

/** How many happenings one thing kept from firing. */
export interface ShownRefusal extends Refusal {
  /** What was expected, in words. */
  condition: Words;
  happenings: number;
}

export interface ShownCompeting extends Competing {
  campaignId: string;
  name: string;
}

/** A day as people read it. */
export interface ShownTriggerDay extends Omit<TriggerDay, 'refused' | 'campaigns'> {
  day: string;
  refused: ShownRefusal[];
  campaigns: ShownCompeting[];
}

/** A trigger's backtest as people read it. */
export interface ShownTriggerBacktest extends ShownProgress {
  /** What the trigger does. */
  sentence: Words;
  happenings: number;
  fired: number;
  /** Contacts fired for at least once. */
  contacts: number;
  /** Firings whose hour has not come. */
  waiting: number;
  refused: ShownRefusal[];
  days: ShownTriggerDay[];
  /** Most contacts first. */
  campaigns: ShownCompeting[];
}

const limited: Refusal = { step: 'per_hour', place: null, reason: 'hourly_limit' };

/** Scales a sample up to everybody, and keeps to the hourly limit, which only the whole can. */
export function shownTriggerBacktest(
  backtest: TriggerBacktest,
  sentence: Words,
  timeZone: string,
): ShownTriggerBacktest {
  const { from, to, share, result, asked } = backtest;
  const { trigger } = asked;
  const progress = shownProgress(backtest);
  const scaled = (count: number): number => Math.round(count * progress.scaledBy);
  const show = new Shower(trigger, timeZone, scaled, (id) => result.campaigns[id]?.name ?? '');
  const dropped =
    trigger.perHour === null ? {} : droppedByDay(result.minutes, trigger.perHour * share, timeZone);
  const days = daysBetween(from, to, timeZone).map((name): [string, TriggerDay] => {
    const day = result.days[name] ?? emptyDay();
    const over = dropped[name] ?? 0;
    if (over === 0) return [name, day];
    const refused = { ...day.refused, [refusalKey(limited)]: over };
    return [name, { ...day, fired: day.fired - over, refused }];
  });
  const refused: Record<string, number> = {};
  for (const [, day] of days)
    for (const [key, count] of Object.entries(day.refused))
      refused[key] = (refused[key] ?? 0) + count;
  return {
    ...progress,
    sentence,
    happenings: scaled(result.happenings),
    fired: scaled(days.reduce((sum, [, { fired }]) => sum + fired, 0)),
    contacts: scaled(result.contacts),
    waiting: scaled(result.waiting),
    refused: show.refusals(refused),
    days: days.map(([day, of]) => ({
      day,
      fired: scaled(of.fired),
      contacts: scaled(of.contacts),
      contacted: scaled(of.contacted),
      refused: show.refusals(of.refused),
      campaigns: show.competing(of.campaigns),
    })),
    campaigns: show.competing(result.campaigns),
  };
}

/** Turns what is counted by key into lists, the most first. */
class Shower {
  constructor(
    private readonly trigger: Trigger,
    private readonly timeZone: string,
    private readonly scaled: (count: number) => number,
    private readonly nameOf: (campaignId: string) => string,
  ) {}

  refusals(refused: Readonly<Record<string, number>>): ShownRefusal[] {
    return Object.entries(refused)
      .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
      .map(([key, count]) => {
        const { step, place, reason } = readRefusal(key);
        const failed = { step, verdict: false, ...(place === null ? {} : { place }) };
        const [told] = tellSteps([failed], this.trigger, this.timeZone);
        const happenings = this.scaled(count);
        return { step, place, reason, condition: told!.condition, happenings };
      });
  }

  competing(campaigns: Readonly<Record<string, Competing>>): ShownCompeting[] {
    return Object.entries(campaigns)
      .sort(
        ([x, a], [y, b]) =>
          b.contacts - a.contacts || b.messages - a.messages || Number(x) - Number(y),
      )
      .slice(0, shownCampaigns)
      .map(([campaignId, { contacts, messages }]) => ({
        campaignId,
        name: this.nameOf(campaignId),
        contacts: this.scaled(contacts),
        messages: this.scaled(messages),
      }));
  }
}
