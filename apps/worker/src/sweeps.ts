import { Injectable } from '@nestjs/common';
import { LoginService, SessionService } from '#libs/access';
import { Balance, CampaignWork, TriggerBacktestService } from '#libs/campaigns';
import { ImportService, IntakeWork, MetricService } from '#libs/contacts';
import { DeliveryWork, SendingSwitch, Watchdog } from '#libs/messaging';
import { Log } from '#libs/platform';
import { InboundService } from '#libs/responses';
import { BacktestService, SegmentWork } from '#libs/segments';

interface Sweep {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

/**
 * Asks the database, again and again, what is left to be done: schedules that have come due, leases
 * that have run out, jobs that a Redis forgot. Every worker does; each sweep may run in several at once.
 */
@Injectable()
export class Sweeps {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly sweeps: readonly Sweep[];

  constructor(
    campaigns: CampaignWork,
    deliveries: DeliveryWork,
    sending: SendingSwitch,
    watchdog: Watchdog,
    balance: Balance,
    imports: ImportService,
    metrics: MetricService,
    backtests: BacktestService,
    triggerBacktests: TriggerBacktestService,
    segments: SegmentWork,
    intake: IntakeWork,
    inbound: InboundService,
    sessions: SessionService,
    logins: LoginService,
    private readonly log: Log,
  ) {
    this.sweeps = [
      { name: 'campaigns', everyMs: 1000, run: () => campaigns.sweep() },
      { name: 'deliveries', everyMs: 2000, run: () => deliveries.sweep() },
      { name: 'sending', everyMs: 10_000, run: () => sending.check() },
      { name: 'watchdog', everyMs: 5000, run: () => watchdog.sweep() },
      { name: 'balance', everyMs: 60_000, run: () => balance.sweep() },
      { name: 'imports', everyMs: 5000, run: () => imports.sweep() },
      { name: 'metrics', everyMs: 30_000, run: () => metrics.sweep() },
      { name: 'backtests', everyMs: 5000, run: () => backtests.sweep() },
      { name: 'trigger backtests', everyMs: 5000, run: () => triggerBacktests.sweep() },
      { name: 'segments', everyMs: 10_000, run: () => segments.sweep() },
      { name: 'intake', everyMs: 60_000, run: () => intake.sweep() },
      { name: 'inbound', everyMs: 600_000, run: () => inbound.sweep() },
      { name: 'sessions', everyMs: 600_000, run: () => sessions.sweep() },
      { name: 'logins', everyMs: 600_000, run: () => logins.sweep() },
    ];
  }

  start(): void {
    for (const sweep of this.sweeps) {
      let busy = false;
      const tick = () => {
        if (busy) return;
        busy = true;
        const done = this.once(sweep).finally(() => {
          busy = false;
          this.running.delete(done);
        });
        this.running.add(done);
      };
      tick();
      this.timers.push(setInterval(tick, sweep.everyMs));
    }
  }

  async stop(): Promise<void> {
    this.timers.forEach(clearInterval);
    await Promise.all(this.running);
  }

  private async once({ name, run }: Sweep): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.log.error('sweep.failed', { sweep: name, error });
    }
  }
}
