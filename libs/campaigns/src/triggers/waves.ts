import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Clock, addDays, dayAt, dayText, zoneOr } from '#libs/kernel';
import { CLOCK, Database, ENV, Log, type Env } from '#libs/platform';
import { RuleService } from '#libs/segments';
import { hoursOf, occursOn } from './clock-face.js';
import { LiveTriggerRepository, type LiveRow } from './live-trigger.repository.js';
import { LiveTriggers } from './live-triggers.js';
import { horizonMs, type CalendarTrigger, type DateTrigger } from './trigger.js';
import { waveAudience } from './wave-audience.js';
import { WaveRepository, noZone, oneZone, type Wave } from './wave.repository.js';

/** Contact ids of one transaction. */
const chunk = 5000n;

type Timed = DateTrigger | CalendarTrigger;

/**
 * Triggers that start by time. For each local day and zone there is a wave: one look at the contacts
 * that are due, when the local hour has come. Nobody is looked at in between.
 */
@Injectable()
export class Waves {
  /** When a trigger's hour comes next in a zone, milliseconds: nothing is worked out before. */
  private readonly next = new LRUCache<string, number>({ max: 100_000 });

  constructor(
    private readonly database: Database,
    private readonly repository: WaveRepository,
    private readonly live: LiveTriggerRepository,
    private readonly triggers: LiveTriggers,
    private readonly rules: RuleService,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Begins what is due and carries on what is not done. Any number of processes may sweep. */
  async sweep(): Promise<void> {
    await this.begin(this.clock.now());
    for (const wave of await this.repository.open()) {
      try {
        await this.carryOn(wave);
      } catch (error) {
        this.log.error('trigger.wave_failed', { campaignId: wave.campaignId, error });
      }
    }
  }

  private async begin(now: Date): Promise<void> {
    let zones: string[] | null = null;
    for (const row of await this.live.timed()) {
      const trigger = (await this.triggers.of(row.versionId))?.trigger;
      if (trigger?.on !== 'date' && trigger?.on !== 'calendar') continue;
      if (trigger.zone === 'contact') zones ??= await this.repository.zones();
      for (const zone of trigger.zone === 'contact' ? (zones ?? []) : [oneZone])
        await this.beginIn(zone, trigger, row, now);
    }
  }

  private async beginIn(zone: string, trigger: Timed, row: LiveRow, now: Date): Promise<void> {
    const { campaignId, startedAt } = row;
    const key = `${campaignId} ${zone}`;
    if ((this.next.get(key) ?? 0) > now.getTime()) return;
    const { past, next } = this.hours(trigger, zone, now);
    const oldest = Math.max(startedAt.getTime(), now.getTime() - horizonMs);
    for (const { day, instant } of past)
      if (instant >= oldest && (trigger.on === 'date' || occursOn(day, trigger)))
        await this.repository.begin({
          campaignId,
          zone,
          day: dayText(day),
          instant: new Date(instant),
        });
    this.next.set(key, next);
  }

  /** The trigger's hour in a zone: on the last two days on which it has come, and when it comes next. */
  private hours({ at }: Timed, zone: string, now: Date) {
    const clock = zoneOr(zone === noZone || zone === oneZone ? null : zone, this.env.timeZone);
    const today = dayAt(now.getTime(), clock);
    const hours = hoursOf(at, addDays(today, -1), addDays(today, 2), clock);
    const coming = hours.filter(({ instant }) => instant > now.getTime());
    return {
      past: hours.filter(({ instant }) => instant <= now.getTime()),
      next: Math.min(...coming.map(({ instant }) => instant)),
    };
  }

  /** Chunk by chunk; each commits its firings together with how far it came. */
  private async carryOn(first: Wave): Promise<void> {
    const rows = await this.live.byIds([first.campaignId]);
    const [live] = await this.triggers.prepare(rows, first.instant);
    if (!live) return this.repository.close(first);
    if (live.broken) return;
    const { trigger } = live;
    if (trigger.on !== 'date' && trigger.on !== 'calendar') return;
    const audience = waveAudience(trigger, first, await this.rules.schema(), this.env.timeZone);
    let wave = first;
    for (;;) {
      const through = least(BigInt(wave.through) + chunk, BigInt(wave.lastContact)).toString();
      const range = { after: wave.through, through };
      const moved = await this.database.transaction(async (sql) => {
        if (!(await this.live.hold(sql, [live.campaignId])).has(live.campaignId)) return false;
        if (!(await this.repository.advance(sql, wave, through))) return false;
        await this.repository.fire(sql, live, wave, audience, range);
        return true;
      });
      if (!moved || through === wave.lastContact) return;
      wave = { ...wave, through };
    }
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
