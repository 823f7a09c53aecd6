/** What the database knows of a campaign, read in one snapshot: the report is made from this alone. */
export interface CampaignFacts {
  campaign: CampaignHead;
  goal: Goal | null;
  /** One planning of an audience each, the earliest first; none before the campaign started. */
  runs: Run[];
  /** Of a campaign that a trigger starts, one contact at a time; null of a broadcast. */
  trigger: TriggerSpan | null;
  /** Rows of the ledger, counted apart from `ledger`. */
  audience: number;
  ledger: LedgerCount[];
  responses: ResponseCount[];
  conversions: ConversionCount[];
  revenues: RevenueSum[];
}

export interface CampaignHead {
  id: string;
  name: string;
  channel: 'email' | 'sms';
  state: string;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** What counts as success: an event of this name within the window after a run's instant, or after a triggered message was planned. */
export interface Goal {
  event: string;
  windowHours: number;
}

export interface Run {
  occurrence: number;
  instant: Date;
}

/** For how long a trigger has been at work. */
export interface TriggerSpan {
  startedAt: Date;
  endedAt: Date | null;
  /** When the last message was planned; null while there is none. */
  lastAt: Date | null;
}

/** The groups of the experiment. Who was never eligible belongs to none. */
export type Arm = 'treated' | 'held_out';

/** Counts carry the quarter of an hour they belong to, so that days can be made in any time zone. */
interface Timed {
  /** Quarters of an hour since 1970-01-01T00:00Z; null when nothing happened at an instant. */
  quarter: number | null;
}

/** How many rows of the ledger are alike; `quarter` is that of acceptance. */
export interface LedgerCount extends Timed {
  state: string;
  reason: string | null;
  arm: Arm | null;
  /** A bounce came back. */
  bounced: boolean;
  deliveries: number;
  /** Of these, how many were uncertain at any time. */
  everUncertain: number;
}

/** How many deliveries had responses of a kind; `quarter` is that of a person's first one. */
export interface ResponseCount extends Timed {
  kind: string;
  /** The delivery was accepted and did not bounce. */
  delivered: boolean;
  state: string;
  deliveries: number;
  /** Of these, how many had at least one by a person, and by a machine. */
  byPeople: number;
  byMachines: number;
  /** Responses, repeated ones included. */
  peopleTotal: number;
  machineTotal: number;
}

/** How many assigned contacts reached the goal; `quarter` is that of their first event. */
export interface ConversionCount extends Timed {
  arm: Arm;
  delivered: boolean;
  contacts: number;
  events: number;
}

/** What the goal's events were worth. Sums are exact decimals. */
export interface RevenueSum {
  arm: Arm;
  delivered: boolean;
  /** ISO 4217. */
  currency: string;
  contacts: number;
  events: number;
  /** Σ of the contacts' sums, four decimals. */
  amount: string;
  /** Σ of the squares of the contacts' sums, eight decimals. */
  squares: string;
}
