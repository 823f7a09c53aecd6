import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, ENV, Jobs, type Env } from '#libs/platform';
import { DAY, dayAt, inlineSegments, print, startOfDay } from '#libs/rules';
import { RuleService } from '../rule.service.js';
import { BACKTEST_LIMITS, type BacktestLimits } from './backtest-limits.js';
import { backtestErrors } from './backtest.errors.js';
import { backtestRun } from './backtest.jobs.js';
import type { BacktestInput } from './backtest.js';
import { BacktestRepository } from './backtest.repository.js';
import { shownBacktest, type ShownBacktest } from './shown-backtest.js';

/** Backtests: begun, watched, cancelled. */
@Injectable()
export class BacktestService {
  constructor(
    private readonly backtests: BacktestRepository,
    private readonly rules: RuleService,
    private readonly jobs: Jobs,
    @Inject(BACKTEST_LIMITS) private readonly limits: BacktestLimits,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Begins to find out who would have entered and left within the past days. Fields, attributes,
   * metrics and belonging are taken as they are now; events and messages as of each instant.
   * @throws DomainError rule.invalid, backtest.too_many.
   */
  async start({ rule, days, share }: BacktestInput, by: string | null): Promise<ShownBacktest> {
    const schema = await this.rules.schema();
    const frozen = print(inlineSegments(await this.rules.parse(rule), schema));
    if ((await this.backtests.unfinished()).length >= this.limits.unfinished)
      throw backtestErrors.tooMany(this.limits.unfinished);
    const to = this.clock.now();
    const { timeZone } = this.env;
    const first = dayAt(to.getTime(), timeZone) - (days - 1) * DAY;
    const from = new Date(startOfDay(first, timeZone));
    const of = { rule: frozen, days, share, from, to, createdAt: to };
    const id = await this.backtests.create(of, by);
    await this.enqueue(id);
    return this.get(id);
  }

  /** @throws DomainError backtest.not_found. */
  async get(id: string): Promise<ShownBacktest> {
    const found = await this.backtests.find(id);
    if (!found) throw backtestErrors.notFound();
    return shownBacktest(found, this.env.timeZone);
  }

  /** Twice is once. @throws DomainError backtest.not_found, backtest.state_conflict. */
  async cancel(id: string): Promise<ShownBacktest> {
    const moved = await this.backtests.move(id, 'cancelled', { at: this.clock.now() });
    const backtest = await this.get(id);
    if (!moved && backtest.state !== 'cancelled') throw backtestErrors.over(backtest.state);
    return backtest;
  }

  /** Queues again what nobody works on. */
  async sweep(): Promise<void> {
    for (const id of await this.backtests.unfinished()) await this.enqueue(id);
  }

  private enqueue(backtestId: string): Promise<void> {
    return this.jobs.add(backtestRun, { backtestId }, { id: `backtest-${backtestId}` });
  }
}
