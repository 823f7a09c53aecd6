import { dayAt, dayText } from '#libs/kernel';
import type { CampaignMessage } from '#libs/segments';
import type { DropReason, StepName } from '../triggers/firing.js';
import type { Outcome } from './rehearsal.js';

/** Messages of a campaign that people got on the days on which they were fired for. */
export interface Competing {
  contacts: number;
  messages: number;
}

/** One calendar day of the organisation. */
export interface TriggerDay {
  fired: number;
  /** Contacts fired for. */
  contacts: number;
  /** Of these: got some other campaign's message on that day. */
  contacted: number;
  /** Happenings that came to nothing, by `refusalKey`. */
  refused: Record<string, number>;
  /** By campaign id. */
  campaigns: Record<string, Competing>;
}

/** What a trigger's backtest has found so far; plain JSON, and the tallies of two chunks add up. */
export interface TriggerTally {
  /** All that the trigger waits for. */
  happenings: number;
  /** Firings whose hour has not come. */
  waiting: number;
  /** Contacts fired for at least once. */
  contacts: number;
  /** By day, `2026-03-01`; days without anything are absent. */
  days: Record<string, TriggerDay>;
  campaigns: Record<string, Competing & { name: string }>;
  /** Firings by minute since 1970; only of a trigger with an hourly limit, which is everybody's. */
  minutes: Record<string, number>;
}

export const emptyTriggerTally = (): TriggerTally => ({
  happenings: 0,
  waiting: 0,
  contacts: 0,
  days: {},
  campaigns: {},
  minutes: {},
});

export interface Refusal {
  step: StepName;
  /** JSON Pointer into the trigger. */
  place: string | null;
  /** What a live trigger writes down of it; null: nothing. */
  reason: DropReason | null;
}

export const refusalKey = ({ step, place, reason }: Refusal): string =>
  JSON.stringify([step, place, reason]);

export function readRefusal(key: string): Refusal {
  const [step, place, reason] = JSON.parse(key) as [StepName, string | null, DropReason | null];
  return { step, place, reason };
}

interface Of {
  timeZone: string;
  /** Whether firings are counted by the minute, too. */
  perMinute: boolean;
}

/** Adds one contact: what came of their occasions, and what else they got. */
export function addOutcomes(
  tally: TriggerTally,
  outcomes: readonly Outcome[],
  messages: readonly CampaignMessage[],
  { timeZone, perMinute }: Of,
): void {
  const dayOf = (at: Date): string => dayText(dayAt(at.getTime(), timeZone));
  const firedOn = new Set<string>();
  tally.happenings += outcomes.length;
  for (const outcome of outcomes) {
    if (outcome.kind === 'waiting') {
      tally.waiting += 1;
      continue;
    }
    const name = dayOf(outcome.at);
    const day = (tally.days[name] ??= emptyDay());
    if (outcome.kind === 'fired') {
      day.fired += 1;
      firedOn.add(name);
      if (perMinute) count(tally.minutes, String(Math.floor(outcome.at.getTime() / 60_000)));
    } else {
      const { step, reason } = outcome;
      count(day.refused, refusalKey({ step: step.step, place: step.place ?? null, reason }));
    }
  }
  if (firedOn.size > 0) tally.contacts += 1;
  for (const name of firedOn) tally.days[name]!.contacts += 1;
  const competing = messages
    .map((message) => ({ ...message, day: dayOf(message.at) }))
    .filter(({ day }) => firedOn.has(day));
  addCompeting(tally, competing);
}

/** Messages to one contact on days on which they were fired for. */
function addCompeting(
  tally: TriggerTally,
  messages: readonly (CampaignMessage & { day: string })[],
): void {
  for (const name of new Set(messages.map(({ day }) => day))) {
    const day = tally.days[name]!;
    day.contacted += 1;
    const own = messages.filter((message) => message.day === name);
    for (const [id, number] of byCampaign(own))
      add((day.campaigns[id] ??= { contacts: 0, messages: 0 }), number);
  }
  const names = new Map(messages.map(({ campaignId, name }) => [campaignId, name]));
  for (const [id, number] of byCampaign(messages))
    add((tally.campaigns[id] ??= { name: names.get(id)!, contacts: 0, messages: 0 }), number);
}

function byCampaign(messages: readonly CampaignMessage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { campaignId } of messages) counts.set(campaignId, (counts.get(campaignId) ?? 0) + 1);
  return counts;
}

function add(competing: Competing, messages: number): void {
  competing.contacts += 1;
  competing.messages += messages;
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

export const emptyDay = (): TriggerDay => ({
  fired: 0,
  contacts: 0,
  contacted: 0,
  refused: {},
  campaigns: {},
});
