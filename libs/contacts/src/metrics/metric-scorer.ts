import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DAY } from '#libs/kernel';
import { CLOCK, Database, Jobs, Log } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import { metricScore } from './metric.jobs.js';
import { MetricRepository } from './metric.repository.js';
import { ScaleRepository } from './scale.repository.js';
import { ScoreRepository } from './score.repository.js';

/** Contacts that one statement looks at. */
const lookedAt = 20_000;
/** Contacts that one transaction locks and scores. */
const lockedAtOnce = 500;

/**
 * Cuts the population into fifths anew and gives everybody their score. Between two such runs, one a
 * night, scores follow new events by the same cut points; what only time takes away, since it is past
 * the period or others were later, is taken away here.
 */
@Injectable()
export class MetricScorer {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly scales: ScaleRepository,
    private readonly scores: ScoreRepository,
    private readonly changes: ChangeRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins anew whenever it was interrupted; two at a time do no harm, since each contact is scored
   * under lock by the cut points that are then in force.
   */
  async run(metricId: number, signal: AbortSignal): Promise<void> {
    const metric = await this.metrics.find(metricId);
    if (!metric?.periodDays) return;
    const now = this.clock.now();
    const from = new Date(now.getTime() - metric.periodDays * DAY);
    await this.scales.replace(metricId, from, await this.scales.cut({ ...metric, from }));
    let changed = 0;
    for await (const [first, last] of this.scores.ranges(lookedAt)) {
      if (signal.aborted) return this.jobs.add(metricScore, { metricId }, { delayMs: 1000 });
      const [scale] = await this.scales.load({ id: metricId });
      if (!scale) return;
      const outdated = await this.scores.outdated(scale, first, last);
      for (let i = 0; i < outdated.length; i += lockedAtOnce)
        changed += await this.rescore(metricId, outdated.slice(i, i + lockedAtOnce));
    }
    await this.scales.settle(metricId, from, now);
    this.log.info('metric.scored', { metricId, changed });
  }

  private async rescore(id: number, contactIds: readonly string[]): Promise<number> {
    const changed = await this.database.transaction(async (sql) => {
      const locked = await this.scores.lock(sql, contactIds);
      const [scale] = await this.scales.load({ id }, sql);
      const changed = scale ? await this.scores.rescore(sql, scale, locked) : [];
      await this.changes.note(sql, changed, topics.person);
      return changed;
    });
    this.changes.ring();
    return changed.length;
  }
}
