import { Inject, Injectable } from '@nestjs/common';
import { type Clock, type JobDefinition, DAY, dayAt, startOfDay } from '#libs/kernel';
import { CLOCK, ENV, Jobs, type Env } from '#libs/platform';
import { BACKTEST_LIMITS, type BacktestLimits } from './backtest-limits.js';
import { backtestErrors } from './backtest.errors.js';
import type { Backtest, BacktestKind, BacktestSpan } from './backtest.js';
import { BacktestRepository } from './backtest.repository.js';

/** Does the work of one backtest. */
export type BacktestJob = JobDefinition<{ backtestId: string }>;

/** Which kind of backtest it is, and who works on it. */
export interface BacktestLine {
  readonly kind: BacktestKind;
  readonly job: BacktestJob;
}

/** Backtests of whatever kind: begun, found, cancelled, handed on. */
@Injectable()
export class Backtests {
  constructor(
    private readonly repository: BacktestRepository,
    private readonly jobs: Jobs,
    @Inject(BACKTEST_LIMITS) private readonly limits: BacktestLimits,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @returns its id. @throws DomainError backtest.too_many. */
  async begin(
    line: BacktestLine,
    { days, share, ...of }: BacktestSpan & { asked: object; result: object },
    by: string | null,
  ): Promise<string> {
    if ((await this.repository.unfinished()).length >= this.limits.unfinished)
      throw backtestErrors.tooMany(this.limits.unfinished);
    const to = this.clock.now();
    const { timeZone } = this.env;
    const first = dayAt(to.getTime(), timeZone) - (days - 1) * DAY;
    const from = new Date(startOfDay(first, timeZone));
    const begun = { ...of, days, share, from, to, createdAt: to };
    const id = await this.repository.create(line.kind, begun, by);
    await this.enqueue(line, id);
    return id;
  }

  /** @throws DomainError backtest.not_found. */
  async get<Asked, Found>(kind: BacktestKind, id: string): Promise<Backtest<Asked, Found>> {
    const found = await this.repository.find<Asked, Found>(kind, id);
    if (!found) throw backtestErrors.notFound();
    return found;
  }

  /** Twice is once. @throws DomainError backtest.not_found, backtest.state_conflict. */
  async cancel(kind: BacktestKind, id: string): Promise<void> {
    await this.get(kind, id);
    const moved = await this.repository.move(id, 'cancelled', { at: this.clock.now() });
    const { state } = await this.get(kind, id);
    if (!moved && state !== 'cancelled') throw backtestErrors.over(state);
  }

  /** Queues again what nobody works on. */
  async sweep(line: BacktestLine): Promise<void> {
    for (const { id, kind } of await this.repository.unfinished())
      if (kind === line.kind) await this.enqueue(line, id);
  }

  private enqueue({ job }: BacktestLine, backtestId: string): Promise<void> {
    return this.jobs.add(job, { backtestId }, { id: `backtest-${backtestId}` });
  }
}
