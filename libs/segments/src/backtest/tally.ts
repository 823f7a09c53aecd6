import { DAY, dayAt, dayText } from '#libs/kernel';
import type { Course } from './walk.js';

/** One calendar day of the organisation; numbers are people, each counted as often as they did it. */
export interface DayTally {
  entered: number;
  left: number;
  /** Of those who entered: got a message of some campaign within a day before or after. */
  contacted: number;
}

/** A campaign whose messages those got who would have entered, within a day before or after. */
export interface CampaignTally {
  name: string;
  contacts: number;
  messages: number;
}

/** What a backtest has found so far; plain JSON, and the tallies of two chunks add up. */
export interface Tally {
  /** In it when it began. */
  members: number;
  /** Who would have entered at least once. */
  entrants: number;
  /** By day, `2026-03-01`; days without anything are absent. */
  days: Record<string, DayTally>;
  /** By campaign id. */
  campaigns: Record<string, CampaignTally>;
}

export const emptyTally = (): Tally => ({ members: 0, entrants: 0, days: {}, campaigns: {} });

/** A message that a contact got. */
export interface CampaignMessage {
  campaignId: string;
  name: string;
  at: Date;
}

/** The days from one instant to another as a zone's calendar has them. */
export function daysBetween(from: Date, to: Date, timeZone: string): string[] {
  const days: string[] = [];
  const last = dayAt(to.getTime(), timeZone);
  for (let day = dayAt(from.getTime(), timeZone); day <= last; day += DAY) days.push(dayText(day));
  return days;
}

const near = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) <= DAY;

/** Adds one contact. */
export function addContact(
  tally: Tally,
  { before, steps }: Course,
  messages: readonly CampaignMessage[],
  timeZone: string,
): void {
  if (before) tally.members += 1;
  const entries = steps.filter(({ entered }) => entered).map(({ at }) => at);
  if (entries.length > 0) tally.entrants += 1;
  for (const { at, entered } of steps) {
    const name = dayText(dayAt(at.getTime(), timeZone));
    const day = (tally.days[name] ??= { entered: 0, left: 0, contacted: 0 });
    if (!entered) day.left += 1;
    else {
      day.entered += 1;
      if (messages.some((message) => near(message.at, at))) day.contacted += 1;
    }
  }
  const competing = messages.filter(({ at }) => entries.some((entry) => near(entry, at)));
  for (const { campaignId, name } of competing) {
    const campaign = (tally.campaigns[campaignId] ??= { name, contacts: 0, messages: 0 });
    campaign.messages += 1;
  }
  for (const id of new Set(competing.map(({ campaignId }) => campaignId)))
    tally.campaigns[id]!.contacts += 1;
}
