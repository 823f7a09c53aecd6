import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, Log } from '#libs/platform';
import { BACKTEST_LIMITS, type BacktestLimits } from './backtest-limits.js';
import type { Backtest, BacktestKind } from './backtest.js';
import { BacktestRepository } from './backtest.repository.js';

/** Adds these contacts to the result. */
export type AddChunk = (contactIds: readonly string[]) => Promise<void>;

/** Brings backtests of whatever kind forward, chunk by chunk. It writes nothing but their own rows. */
@Injectable()
export class ChunkRunner {
  constructor(
    private readonly backtests: BacktestRepository,
    private readonly log: Log,
    @Inject(BACKTEST_LIMITS) private readonly limits: BacktestLimits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs from wherever it stands until it is done or cancelled, another worker has taken it over, or
   * `signal` asks to stop: then the sweep hands the rest to whoever comes next.
   * @param prepare what is to be done with each chunk; it adds to the backtest's `result`.
   */
  async run<Asked, Found extends object>(
    kind: BacktestKind,
    id: string,
    signal: AbortSignal,
    prepare: (of: Backtest<Asked, Found>) => Promise<AddChunk>,
  ): Promise<void> {
    if (!(await this.backtests.move(id, 'running'))) return;
    try {
      const of = await this.backtests.find<Asked, Found>(kind, id);
      if (of) await this.work(of, signal, await prepare(of));
    } catch (error) {
      await this.giveUp(id, error);
    }
  }

  private async work(
    { id, result, ...of }: Backtest<unknown, object>,
    signal: AbortSignal,
    add: AddChunk,
  ): Promise<void> {
    let { doneThrough, looked } = of;
    while (!signal.aborted) {
      const ids = await this.backtests.contacts(of, doneThrough, this.limits.chunk);
      const through = ids.length < this.limits.chunk ? of.lastContact : ids.at(-1)!;
      await add(ids);
      looked += ids.length;
      const done = { doneThrough: through, looked, result };
      if (!(await this.backtests.advance(id, doneThrough, done))) return;
      doneThrough = through;
      if (through !== of.lastContact) continue;
      if (await this.backtests.move(id, 'done', { at: this.clock.now() }))
        this.log.info('backtest.done', { backtestId: id, looked });
      return;
    }
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
