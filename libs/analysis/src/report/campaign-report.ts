import type { DailyFigures } from './daily.js';
import type { Experiment } from './experiment-report.js';
import type { Figure, Rate, Revenue } from './figures.js';
import type { CompetitorWeeks } from './weeks.js';

/** Opens or clicks. The people's are the headline; the machines' are kept beside, never added. */
export interface Engagement {
  people: Responses;
  machines: Responses;
  /** Deliveries that only machines touched: they are no reader. */
  machineOnly: number;
  /** Deliveries a person touched that do not count as delivered: bounced, uncertain, held. */
  undelivered: number;
  /** people.unique of delivered. */
  rate: Rate;
}

export interface Responses {
  /** Deliveries with at least one. */
  unique: number;
  total: number;
}

export interface Bounces extends Figure {
  /** Refused while it was handed over: these are among the failed. `count` came back afterwards. */
  atTheDoor: number;
}

/** The goal among those to whom it was delivered. */
export interface Conversions extends Figure {
  /** Events, a person's repeated ones included. */
  events: number;
}

/** Whether everybody in the audience is accounted for. */
export interface Balance {
  holds: boolean;
  audience: number;
  /** heldOut + Σ skipped + accepted + failed + uncertain + open. */
  accounted: number;
}

/** What a campaign did, and what it changed. Instants are ISO 8601 in UTC. */
export interface CampaignReport {
  campaign: {
    id: string;
    name: string;
    channel: 'email' | 'sms';
    state: string;
    startedAt: string | null;
    finishedAt: string | null;
  };
  generatedAt: string;
  /** IANA zone in which days and weeks are counted. */
  timeZone: string;
  /** False before the first planning: then every figure is 0. */
  started: boolean;
  goal: { event: string; windowHours: number } | null;
  runs: { occurrence: number; instant: string; windowEndsAt: string | null }[];

  /** Everybody the segment gave; a person counts again in each run. */
  audience: number;
  /** Kept without a message on purpose, to compare with. */
  heldOut: number;
  /** Reason → how many got nothing because of it. */
  skipped: Record<string, number>;
  /** The receiving server or the gateway took it: what is called sent. */
  accepted: number;
  failed: number;
  /** Reason → how many of the failed. */
  failedBy: Record<string, number>;
  /** May or may not have left: uncertain or held at this moment. */
  uncertain: number;
  /** Planned, claimed, sending or deferred: 0 when the campaign is done. */
  open: number;
  /** Uncertain at any time, whatever became of it. */
  everUncertain: number;
  balance: Balance;

  sent: number;
  /** Accepted, and no bounce came back. */
  delivered: Figure;
  bounced: Bounces;
  opened: Engagement;
  clicked: Engagement;
  unsubscribed: Figure;
  complained: Figure;
  replied: Figure;
  /** Null without a goal. */
  converted: Conversions | null;
  /** Of the delivered, within the goal's window. */
  revenue: Revenue[];

  experiment: Experiment;
  competitors: CompetitorWeeks;
  /** Days on which something happened, the earliest first. */
  daily: DailyFigures[];
}
