import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, type Clock } from '#libs/kernel';
import {
  DeliveryWaker,
  LedgerRepository,
  MailingRepository,
  PlanningRepository,
  RecoveryRepository,
  SeedCopyRepository,
  SendingSwitch,
} from '#libs/messaging';
import { CLOCK, Database, Jobs, JobWorkers, Log } from '#libs/platform';
import { SegmentService } from '#libs/segments';
import { triggerBacktestRun } from './backtest/trigger-backtest.jobs.js';
import { CampaignRepository } from './campaign.repository.js';
import { AutoPause } from './sending/auto-pause.js';
import { RunRepository, type CampaignRun } from './run.repository.js';
import { TriggerLifecycle } from './triggers/trigger-lifecycle.js';

/** Writes the audience of one occurrence into the ledger. */
export const planCampaign = defineJob<{ campaignId: string; occurrence: number }>('campaign.plan', {
  concurrency: 2,
});

export const campaignJobs = [planCampaign, triggerBacktestRun];

/** Contact ids of one planning transaction. */
const chunk = 20_000n;

/** A campaign of which nothing more is planned. */
type Ended = Pick<CampaignRun, 'campaignId' | 'mailingId'> & {
  state: 'running' | 'cancelled';
  /** Who ended it, if somebody did. */
  endedBy: string | null;
};

/** The part of campaigns that runs in a worker: starts what is due, plans, and sees it to its end. */
@Injectable()
export class CampaignWork implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignRepository,
    private readonly runs: RunRepository,
    private readonly segments: SegmentService,
    private readonly mailings: MailingRepository,
    private readonly planning: PlanningRepository,
    private readonly seeds: SeedCopyRepository,
    private readonly ledger: LedgerRepository,
    private readonly recovery: RecoveryRepository,
    private readonly waker: DeliveryWaker,
    private readonly sending: SendingSwitch,
    private readonly triggers: TriggerLifecycle,
    private readonly autoPause: AutoPause,
    private readonly jobs: Jobs,
    private readonly workers: JobWorkers,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.workers.handle(planCampaign, ({ campaignId, occurrence }, signal) =>
      this.plan(campaignId, occurrence, signal),
    );
  }

  /** Everything that time or a lost job has left to be done. Any number of processes may sweep. */
  async sweep(): Promise<void> {
    // While all sending is held nothing begins: what should have is listed, and may be called off.
    if (!(await this.sending.isHeld()))
      for (const id of await this.campaigns.due(this.clock.now()))
        await this.alone(id, () => this.start(id));
    // What guards cannot be asked must not keep others from being planned.
    await this.autoPause
      .sweep()
      .catch((error: unknown) => this.log.error('guards.sweep_failed', { error }));
    for (const { campaignId, occurrence } of await this.runs.unplanned())
      await this.jobs.add(
        planCampaign,
        { campaignId, occurrence },
        { id: `plan-${campaignId}-${occurrence}` },
      );
    for (const run of await this.runs.unfinished())
      await this.alone(run.campaignId, async () => {
        if (run.state === 'cancelled') await this.runs.seal(run);
        await this.finish({ ...run, endedBy: null });
      });
    for (const ended of await this.triggers.ended())
      await this.alone(ended.campaignId, async () => {
        await this.triggers.dropWaiting(ended);
        await this.finish(ended);
      });
  }

  /** One campaign's trouble is not the next one's. */
  private async alone(campaignId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error('campaign.sweep_failed', { campaignId, error });
    }
  }

  /** scheduled → running, with the gate open and the audience's planning or the trigger begun. */
  private async start(id: string): Promise<void> {
    const now = this.clock.now();
    const started = await this.database.transaction(async (sql) => {
      const locked = await this.campaigns.lock(sql, id, 'running');
      if (locked?.state !== 'scheduled') return false;
      const versionId = locked.versionId!;
      const { mailingId, definition } = (await this.runs.version(versionId, sql))!;
      const run = { campaignId: id, occurrence: 0, versionId, mailingId, instant: now };
      if (definition.trigger) await this.triggers.begin(sql, id, definition.trigger);
      else await this.runs.begin(sql, run);
      await this.mailings.setOpen(mailingId, true, sql);
      const move = {
        from: locked.state,
        to: 'running' as const,
        userId: null,
        reason: null,
        at: now,
      };
      await this.campaigns.move(sql, id, move, { startedAt: now });
      return true;
    });
    if (started) this.log.info('campaign.started', { campaignId: id });
  }

  /** Plans chunk by chunk; each commits its rows together with how far it came. */
  async plan(campaignId: string, occurrence: number, signal: AbortSignal): Promise<void> {
    const first = await this.runs.run(campaignId, occurrence);
    if (!first || first.plannedAt) return;
    const { rule, definition } = (await this.runs.version(first.versionId))!;
    const startsAt = (await this.campaigns.get(campaignId))?.startsAt;
    const timing = {
      localTime: definition.localTime,
      spreadMinutes: definition.spreadMinutes,
      // The start that was asked for: the sweep that began it came a little later.
      from: startsAt ?? first.instant,
    };
    const mailing = (await this.mailings.get(first.mailingId))!;
    const audience = await this.segments.compileRule(rule, first.instant);
    let run: CampaignRun = first;
    while (!signal.aborted) {
      const through = least(BigInt(run.plannedThrough) + chunk, BigInt(run.lastContact)).toString();
      const moved = await this.database.transaction(async (sql) => {
        // First the claim on the chunk: whoever loses the race has written nothing.
        if (!(await this.runs.advance(sql, run, through))) return false;
        const range = { after: run.plannedThrough, through };
        const plan = { mailing, occurrence, audience, timing };
        const isFirst = run.plannedThrough === '0';
        const seeds = isFirst ? await this.seeds.plan(sql, mailing, occurrence) : 0;
        const rows = await this.planning.plan(sql, plan, range);
        await this.runs.wrote(sql, run, seeds + rows);
        return true;
      });
      if (!moved) return;
      await this.waker.wake(mailing);
      if (through === run.lastContact) break;
      run = { ...run, plannedThrough: through };
    }
  }

  /** running → done when no row is open; a cancelled one is closed. */
  private async finish({ campaignId, mailingId, state, endedBy: userId }: Ended): Promise<void> {
    if (state === 'cancelled') await this.recovery.cancel(mailingId);
    if (await this.ledger.hasOpen(mailingId)) return;
    const now = this.clock.now();
    if (state === 'cancelled') {
      await this.mailings.end(mailingId);
      return this.campaigns.close(campaignId, now);
    }
    await this.database.transaction(async (sql) => {
      const locked = await this.campaigns.lock(sql, campaignId, 'done');
      // Once more, since something may be sent again by now.
      if (!locked || (await this.ledger.hasOpen(mailingId, sql))) return;
      await this.mailings.end(mailingId, sql);
      const move = { from: locked.state, to: 'done' as const, userId, reason: null, at: now };
      await this.campaigns.move(sql, campaignId, move, { finishedAt: now });
      this.log.info('campaign.done', { campaignId });
    });
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
