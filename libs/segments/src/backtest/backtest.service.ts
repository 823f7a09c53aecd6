import { Inject, Injectable } from '@nestjs/common';
import type { JsonObject } from '#libs/kernel';
import { ENV, type Env } from '#libs/platform';
import { inlineSegments, print } from '#libs/rules';
import { RuleService } from '../rule.service.js';
import { backtestRun } from './backtest.jobs.js';
import type { BacktestInput } from './backtest.js';
import { Backtests } from './backtests.js';
import { shownBacktest, type ShownBacktest } from './shown-backtest.js';
import { emptyTally, type Tally } from './tally.js';

const line = { kind: 'rule', job: backtestRun } as const;

/** Rules tried out on the past: begun, watched, cancelled. */
@Injectable()
export class BacktestService {
  constructor(
    private readonly backtests: Backtests,
    private readonly rules: RuleService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Begins to find out who would have entered and left within the past days. Events, messages and
   * consent are taken as of each instant; fields, attributes and metrics as they are now.
   * @throws DomainError rule.invalid, backtest.too_many.
   */
  async start({ rule, ...span }: BacktestInput, by: string | null): Promise<ShownBacktest> {
    const schema = await this.rules.schema();
    const asked = print(inlineSegments(await this.rules.parse(rule), schema));
    const of = { ...span, asked, result: emptyTally() };
    return this.get(await this.backtests.begin(line, of, by));
  }

  /** @throws DomainError backtest.not_found. */
  async get(id: string): Promise<ShownBacktest> {
    const found = await this.backtests.get<JsonObject, Tally>(line.kind, id);
    return shownBacktest(found, this.env.timeZone);
  }

  /** Twice is once. @throws DomainError backtest.not_found, backtest.state_conflict. */
  async cancel(id: string): Promise<ShownBacktest> {
    await this.backtests.cancel(line.kind, id);
    return this.get(id);
  }

  /** Queues again what nobody works on. */
  sweep(): Promise<void> {
    return this.backtests.sweep(line);
  }
}
