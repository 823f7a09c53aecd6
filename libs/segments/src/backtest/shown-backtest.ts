import { shownProgress, type Backtest, type ShownProgress } from './backtest.js';
import { daysBetween, type CampaignTally, type DayTally } from './tally.js';

/** Campaigns that are shown. */
export const shownCampaigns = 20;

const nothing: DayTally = { entered: 0, left: 0, contacted: 0 };

/** A backtest as people read it. */
export interface ShownBacktest extends ShownProgress {
  /** In it when it began. */
  members: number;
  entrants: number;
  /** Every day; `members` at its end. */
  days: (DayTally & { day: string; members: number })[];
  /** Most contacts first. */
  campaigns: (CampaignTally & { campaignId: string })[];
}

/** Scales a sample up to everybody, once it is whole; until then shows what has been found. */
export function shownBacktest(backtest: Backtest, timeZone: string): ShownBacktest {
  const { from, to, result } = backtest;
  const progress = shownProgress(backtest);
  const scaled = (count: number): number => Math.round(count * progress.scaledBy);
  let { members } = result;
  const days = daysBetween(from, to, timeZone).map((day) => {
    const { entered, left, contacted } = result.days[day] ?? nothing;
    members += entered - left;
    return {
      day,
      entered: scaled(entered),
      left: scaled(left),
      contacted: scaled(contacted),
      members: scaled(members),
    };
  });
  const campaigns = Object.entries(result.campaigns)
    .sort(([, a], [, b]) => b.contacts - a.contacts || b.messages - a.messages)
    .slice(0, shownCampaigns)
    .map(([campaignId, { name, ...counts }]) => ({
      campaignId,
      name,
      contacts: scaled(counts.contacts),
      messages: scaled(counts.messages),
    }));
  return {
    ...progress,
    members: scaled(result.members),
    entrants: scaled(result.entrants),
    days,
    campaigns,
  };
}
