import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf } from '#libs/kernel';
import { ENV, Health, Log, Metrics, REDIS, type Env } from '#libs/platform';
import {
  SwitchRepository,
  type Asked,
  type HoldCause,
  type Overdue,
  type SwitchRow,
} from './switch.repository.js';
import { Tide } from './tide.js';

/** Whether anything is sent, and if not, why. */
export interface SwitchState {
  held: boolean;
  cause: HoldCause | null;
  reason: string | null;
  /** Who changed it last; null: the engine itself. */
  userId: string | null;
  since: Date;
  /** Whose database it is; null until the first worker has come. */
  installation: string | null;
}

/**
 * The switch for all sending. Every flush of intents looks at it; here it is turned, and it is found out
 * whether the database is a copy.
 */
@Injectable()
export class SendingSwitch implements OnModuleInit {
  private told = false;

  constructor(
    private readonly repository: SwitchRepository,
    private readonly tide: Tide,
    private readonly health: Health,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(ENV) private readonly env: Env,
  ) {
    metrics.gauge('saphan_sending_held', '1 while all sending is held', async () =>
      (await this.isHeld()) ? 1 : 0,
    );
  }

  onModuleInit(): void {
    this.health.note('sending', async () => ((await this.isHeld()) ? 'held' : 'open'));
  }

  async state(): Promise<SwitchState> {
    const row = await this.repository.get();
    const { userId, reason, changedAt: since, installation } = row;
    const foreign = this.isForeign(row) || row.tide < this.tide.seen;
    const cause = row.open === 0 ? row.cause : foreign ? 'restored' : null;
    return { held: cause !== null, cause, reason, userId, since, installation };
  }

  async isHeld(): Promise<boolean> {
    return (await this.state()).held;
  }

  /** Once this is answered, no message gets an intent. Done again it changes nothing. */
  async hold(asked: Asked): Promise<SwitchState> {
    await this.repository.hold(asked);
    this.log.warn('sending.held', { userId: asked.userId });
    return this.state();
  }

  /** Lets this installation send from the database as it is. @param overdue what that will send at once */
  async release(asked: Asked, overdue: Overdue): Promise<SwitchState> {
    await this.repository.release(this.tide.installation, asked, overdue);
    this.log.warn('sending.released', { userId: asked.userId, overdue: overdue.deliveries });
    return this.state();
  }

  /** Deliveries that a release would send at once, due for longer than so many seconds. */
  overdue(seconds: number): Promise<Overdue> {
    return this.repository.overdue(seconds);
  }

  /**
   * Finds out whether the database is a copy, or an older one than it has been, and holds it; else
   * writes down how far it has come, here, there and in Redis. For workers: before they begin, and
   * every few seconds.
   */
  async check(): Promise<void> {
    // Redis first: what is written there was committed in the database before.
    const { born } = await this.repository.get();
    this.tide.reached(await this.remembered(born));
    if (await this.repository.holdIfBehind(this.tide.seen))
      this.log.warn('sending.restored', { seen: this.tide.seen });
    await this.repository.claim(this.tide.installation);
    const row = await this.repository.get();
    if (this.isForeign(row)) return this.tell(row);
    this.tide.reached(await this.repository.raise());
    await this.remember(born);
  }

  private isForeign({ installation }: SwitchRow): boolean {
    return installation !== null && installation !== this.tide.installation;
  }

  /** Once: it stays so until somebody does something about it. */
  private tell({ installation }: SwitchRow): void {
    if (this.told) return;
    this.told = true;
    this.log.warn('sending.foreign_database', { installation, own: this.tide.installation });
  }

  /** How high it stood when a worker wrote it down last; 0 when Redis does not know. */
  private async remembered(born: string): Promise<number> {
    try {
      return Number(await this.redis.zscore(this.key(born), 'tide'));
    } catch (error) {
      this.log.warn('sending.tide_unknown', { why: messageOf(error) });
      return 0;
    }
  }

  private async remember(born: string): Promise<void> {
    try {
      // GT: of several who write at once the highest stays.
      await this.redis.zadd(this.key(born), 'GT', this.tide.seen, 'tide');
    } catch (error) {
      this.log.warn('sending.tide_unknown', { why: messageOf(error) });
    }
  }

  private key(born: string): string {
    return `${this.env.queuePrefix}:tide:${born}`;
  }
}
