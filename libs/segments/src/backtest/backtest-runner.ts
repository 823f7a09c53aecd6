import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, Log } from '#libs/platform';
import { DAY, type Rule } from '#libs/rules';
import type { ListedSchema } from '../catalogue.js';
import { RuleService } from '../rule.service.js';
import { BACKTEST_LIMITS, type BacktestLimits } from './backtest-limits.js';
import type { Backtest } from './backtest.js';
import { BacktestRepository } from './backtest.repository.js';
import { CompetingRepository } from './competing.repository.js';
import { PastFacts } from './past-facts.js';
import { addContact } from './tally.js';
import { walk, type Course } from './walk.js';

/** Contacts that are walked through before others get their turn. */
const atAStretch = 50;

/** Does the work of a backtest, from wherever it stands. It writes nothing but its own row. */
@Injectable()
export class BacktestRunner {
  constructor(
    private readonly backtests: BacktestRepository,
    private readonly rules: RuleService,
    private readonly facts: PastFacts,
    private readonly competing: CompetingRepository,
    private readonly log: Log,
    @Inject(BACKTEST_LIMITS) private readonly limits: BacktestLimits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs until it is done or cancelled, another worker has taken it over, or `signal` asks to stop:
   * then the sweep hands the rest to whoever comes next.
   */
  async run(id: string, signal: AbortSignal): Promise<void> {
    if (!(await this.backtests.move(id, 'running'))) return;
    try {
      await this.work(id, signal);
    } catch (error) {
      await this.giveUp(id, error);
    }
  }

  private async work(id: string, signal: AbortSignal): Promise<void> {
    let of = (await this.backtests.find(id))!;
    const schema = await this.rules.schema();
    const rule = await this.rules.parse(of.rule);
    while (!signal.aborted) {
      const ids = await this.backtests.contacts(of, of.doneThrough, this.limits.chunk);
      const through = ids.length < this.limits.chunk ? of.lastContact : ids.at(-1)!;
      await this.chunk(of, ids, rule, schema);
      const looked = of.looked + ids.length;
      const done = { doneThrough: through, looked, result: of.result };
      if (!(await this.backtests.advance(id, of.doneThrough, done))) return;
      of = { ...of, ...done };
      if (through !== of.lastContact) continue;
      if (await this.backtests.move(id, 'done', { at: this.clock.now() }))
        this.log.info('backtest.done', { backtestId: id, looked });
      return;
    }
  }

  /** Adds these contacts to the result. */
  private async chunk(
    { from, to, result }: Backtest,
    ids: readonly string[],
    rule: Rule,
    schema: ListedSchema,
  ): Promise<void> {
    const courses = new Map<string, Course>();
    for (const [id, facts] of await this.facts.load(ids, rule, schema)) {
      courses.set(id, walk(rule, facts, schema, from, to));
      if (courses.size % atAStretch === 0) await breathe();
    }
    const entrants = [...courses].filter(([, { steps }]) => steps.some(({ entered }) => entered));
    const messages = await this.competing.load(
      entrants.map(([id]) => id),
      new Date(from.getTime() - DAY),
      new Date(to.getTime() + DAY),
    );
    for (const [id, course] of courses)
      addContact(result, course, messages.get(id) ?? [], schema.timeZone);
  }

  /** A rule that no longer holds ends it; what may pass is tried again by the sweep, a few times. */
  private async giveUp(id: string, error: unknown): Promise<void> {
    const known = error instanceof DomainError;
    if (!known && (await this.backtests.failed(id)) < this.limits.attempts) throw error;
    const errorCode = known ? error.code : 'backtest.internal';
    this.log.error('backtest.failed', { backtestId: id, error });
    await this.backtests.move(id, 'failed', { at: this.clock.now(), errorCode });
  }
}
