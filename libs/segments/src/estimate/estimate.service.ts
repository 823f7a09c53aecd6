import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { compileProbe, type Statement } from '#libs/rules';
import { RuleService, type RulePreview } from '../rule.service.js';
import { SampleRepository, sampleSize } from './sample.repository.js';
import { wilson } from './wilson.js';

/** How many contacts a rule selects, as far as a sample tells; the bounds hold in 95 of 100 samples. */
export interface RuleEstimate extends RulePreview {
  low: number;
  high: number;
  /** Everybody was counted: the bounds are the count. */
  exact: boolean;
  /** How many contacts were looked at. */
  sampled: number;
}

/** A sample is taken again after this, milliseconds. */
const freshMs = 600_000;
/** A sample of fewer is one of other times, when there were not so many contacts. */
const fewest = 0.8 * sampleSize;

/** Counts while somebody is still writing the rule: at once, and with a margin. */
@Injectable()
export class EstimateService {
  constructor(
    private readonly rules: RuleService,
    private readonly samples: SampleRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Few contacts are counted whole. @throws DomainError rule.invalid */
  async estimate(json: unknown): Promise<RuleEstimate> {
    if (!(await this.samples.isMoreThan(sampleSize))) return this.whole(json);
    const now = this.clock.now();
    const { statement, sentence } = await this.rules.read(json, now, compileProbe);
    const { selected, of, population } = await this.count(statement, now);
    if (of === 0) return this.whole(json);
    const share = wilson(selected, of);
    return {
      count: Math.round((selected / of) * population),
      low: Math.max(selected, Math.floor(share.low * population)),
      high: Math.min(population, Math.ceil(share.high * population)),
      exact: false,
      sampled: of,
      sentence,
    };
  }

  /**
   * The most members that the sample lets expect; Infinity when there is no sample.
   * @param statement of `compileProbe`
   */
  async most(statement: Statement): Promise<number> {
    const { selected, of, population } = await this.samples.count(statement);
    return of < fewest ? Infinity : wilson(selected, of).high * population;
  }

  /** Takes the sample anew when it is old. Any number of processes may. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    await this.samples.take(now, new Date(now.getTime() - freshMs));
  }

  private async whole(json: unknown): Promise<RuleEstimate> {
    const { count, sentence } = await this.rules.preview(json);
    return { count, low: count, high: count, exact: true, sampled: count, sentence };
  }

  /** In the sample; one that has become too small for everybody is taken anew. */
  private async count(statement: Statement, now: Date) {
    const counted = await this.samples.count(statement);
    if (counted.of >= fewest) return counted;
    await this.samples.take(now, now);
    return this.samples.count(statement);
  }
}
