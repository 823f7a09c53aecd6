import { Injectable } from '@nestjs/common';
import {
  GuardRepository,
  LedgerRepository,
  SendingSwitch,
  TallyRepository,
  alarmWords,
  openStates,
  type AlarmKind,
  type AlarmLevel,
  type DeliveryState,
  type KeptAlarm,
} from '#libs/messaging';
import type { CampaignState } from './campaign-state.js';
import { CampaignService } from './campaign.service.js';
import { RunRepository } from './run.repository.js';

/** How far a campaign has come, counted from the ledger alone. */
export interface Progress {
  state: CampaignState;
  /** Share of the contact ids whose decision is written, 0 to 1. */
  planned: number;
  counts: Partial<Record<DeliveryState, number>>;
  total: number;
  open: number;
  /** All sending is held, of every campaign. */
  held: boolean;
  /** Messages a second over the last ten seconds; 0 while nothing is sent. */
  perSecond: number;
  /** What it was warned of, or paused by itself for, the newest first. */
  notices: Notice[];
  /** Seconds until nothing is open, at the present rate; null when it stands still. */
  etaSeconds: number | null;
}

/** What a pause or a cancellation came too late for. */
export interface Gone {
  gone: number;
  underWay: number;
  /** May have gone, or not. */
  inDoubt: number;
}

/** An alarm, in words. */
export interface Notice {
  level: AlarmLevel;
  kind: AlarmKind;
  message: string;
  messageTh: string;
  at: Date;
}

@Injectable()
export class ProgressService {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly runs: RunRepository,
    private readonly ledger: LedgerRepository,
    private readonly sending: SendingSwitch,
    private readonly tallies: TallyRepository,
    private readonly guards: GuardRepository,
  ) {}

  /** How many have gone, and how many are just being handed over: nothing brings these back. */
  async gone(campaignId: string): Promise<Gone> {
    const counts = await this.ledger.countByState(campaignId);
    const { accepted = 0, uncertain = 0, held = 0, sending = 0 } = counts;
    return { gone: accepted, underWay: sending, inDoubt: uncertain + held };
  }

  async of(campaignId: string): Promise<Progress> {
    const { state, startedAt, definition } = await this.campaigns.get(campaignId);
    const run = await this.runs.run(campaignId, 0);
    const counts = await this.ledger.countByState(campaignId);
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const open = openStates.reduce((sum, each) => sum + (counts[each] ?? 0), 0);
    const held = await this.sending.isHeld();
    // What just went is no rate at which the rest will go.
    const isMoving = state === 'running' && !held;
    const perSecond = isMoving ? await this.tallies.perSecond(campaignId) : 0;
    return {
      state,
      // A trigger has no audience beforehand.
      planned: definition.trigger && startedAt ? 1 : plannedShare(run),
      counts,
      total,
      open,
      held,
      notices: (await this.guards.of(campaignId)).map(noticeOf),
      perSecond,
      etaSeconds: perSecond > 0 && open > 0 ? Math.ceil(open / perSecond) : null,
    };
  }
}

function noticeOf({ at, ...alarm }: KeptAlarm): Notice {
  const { en, th } = alarmWords(alarm);
  return { level: alarm.level, kind: alarm.kind, message: en, messageTh: th, at };
}

function plannedShare(
  run: { plannedThrough: string; lastContact: string; plannedAt: Date | null } | null,
): number {
  if (!run) return 0;
  const last = Number(run.lastContact);
  if (last === 0) return run.plannedAt ? 1 : 0;
  return Number(run.plannedThrough) / last;
}
