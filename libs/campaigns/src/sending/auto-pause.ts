import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import {
  GuardRepository,
  MailingRepository,
  SeedService,
  alarmWords,
  type KeptAlarm,
} from '#libs/messaging';
import { CLOCK, Database, Log } from '#libs/platform';
import { CampaignRepository } from '../campaign.repository.js';

/** Moves campaigns to paused whose gate was closed by their figures. */
@Injectable()
export class AutoPause {
  constructor(
    private readonly database: Database,
    private readonly guards: GuardRepository,
    private readonly seeds: SeedService,
    private readonly campaigns: CampaignRepository,
    private readonly mailings: MailingRepository,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Any number of processes may sweep: whoever takes the alarm writes it, once. */
  async sweep(): Promise<void> {
    await this.seeds.judge();
    for (const alarm of await this.guards.untaken()) await this.follow(alarm);
  }

  private async follow(alarm: KeptAlarm): Promise<void> {
    const { en, th } = alarmWords(alarm);
    const paused = await this.database.transaction(async (sql) => {
      if (!(await this.guards.take(sql, alarm.id))) return false;
      const locked = await this.campaigns.lock(sql, alarm.campaignId, 'paused');
      // One that somebody has paused, cancelled or seen to its end meanwhile stays as it is.
      if (!locked) return false;
      // Somebody may have paused and resumed since the alarm, and so have opened the gate.
      await this.mailings.setOpen(alarm.mailingId, false, sql);
      await this.campaigns.move(sql, alarm.campaignId, {
        from: locked.state,
        to: 'paused',
        userId: null,
        reason: `${en} · ${th}`,
        at: this.clock.now(),
      });
      return true;
    });
    const { campaignId, kind, events, outOf } = alarm;
    if (paused) this.log.warn('campaign.paused_by_itself', { campaignId, kind, events, outOf });
  }
}
