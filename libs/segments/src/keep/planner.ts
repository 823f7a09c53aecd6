import { Inject, Injectable } from '@nestjs/common';
import { ChangeRepository, topics } from '#libs/contacts';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, Log, type Sql } from '#libs/platform';
import {
  compileProbe,
  inlineSegments,
  needsOf,
  parse,
  print,
  references,
  type Schema,
} from '#libs/rules';
import { Catalogue, withSegments } from '../catalogue.js';
import { EstimateService } from '../estimate/estimate.service.js';
import { SegmentRepository, type Definition } from '../segment.repository.js';
import { BuildRepository } from './build.repository.js';
import { KeepRepository, type Keep, type KeepChange } from './keep.repository.js';
import { readRule } from './kept-segments.js';
import { plan, type Wanted } from './plan.js';
import { rangesOf } from './ranges.js';

/** Sees which segments are not kept as they are described, and begins what has to be done. */
@Injectable()
export class Planner {
  /** The definitions that were found to be kept all. */
  private settled: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly segments: SegmentRepository,
    private readonly catalogue: Catalogue,
    private readonly keeps: KeepRepository,
    private readonly builds: BuildRepository,
    private readonly estimates: EstimateService,
    private readonly changes: ChangeRepository,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Any number of processes may do it at once. @returns whether something was begun. */
  async begin(): Promise<boolean> {
    const mark = await this.segments.mark();
    if (mark === this.settled) return false;
    const keeps = await this.keeps.all();
    const wanted = await this.wanted(keeps);
    const { build, rename, open } = plan(wanted, keeps);
    let begun = false;
    for (const want of build) begun = (await this.start(want)) || begun;
    for (const want of rename) await this.rename(want);
    this.settled = open ? undefined : mark;
    return begun;
  }

  private async wanted(keeps: readonly Keep[]): Promise<Wanted[]> {
    const vocabulary = await this.catalogue.vocabulary();
    const definitions = await this.segments.definitions();
    const schema = withSegments(vocabulary, definitions);
    const there = new Set(definitions.map(({ id }) => id));
    const gone = keeps.filter(({ segmentId }) => !there.has(segmentId));
    return [
      ...definitions.flatMap((definition) => this.wantedOf(definition, schema) ?? []),
      ...gone.map(({ segmentId, version }): Wanted => {
        return { id: segmentId, version, rule: null, needs: new Set() };
      }),
    ];
  }

  /** A segment whose rule does not hold any more stays as it is. */
  private wantedOf({ id, version, rule: json }: Definition, schema: Schema): Wanted | undefined {
    const rule = parse(json, schema, id);
    if (!rule.ok) {
      this.log.warn('segment.invalid', { segmentId: id });
      return undefined;
    }
    const whole = JSON.stringify(print(inlineSegments(rule.value, schema)));
    return { id, version, rule: whole, needs: references(rule.value).segments };
  }

  private async start(want: Wanted): Promise<boolean> {
    await this.keeps.begin(want.id);
    const { most, messages } = await this.size(want);
    const begun = await this.database.transaction(async (sql) => {
      const keep = await this.keeps.lock(sql, want.id);
      if (plan([want], [keep]).build.length === 0) return false;
      // Whoever is still to be judged again for the last switch would be forgotten for this one.
      const ended = keep.state === 'kept' || keep.state === 'off';
      if (ended && (await this.builds.hasTouched(want.id, sql))) return false;
      // Waits for ranges under way: what they find is of a generation that nobody wants any more.
      await this.builds.dropRanges(sql, want.id);
      const change =
        want.rule === null ? this.ending(keep) : await this.building(sql, want, keep, most);
      if (messages) await this.changes.want(sql, topics.messages);
      await this.keeps.nextEpoch(sql);
      await this.keeps.write(sql, want.id, change);
      return true;
    });
    if (begun) this.log.info('segment.build_begun', { segmentId: want.id, version: want.version });
    return begun;
  }

  /** How many members there will be at most, and whether the rule asks for messages. */
  private async size({ rule: json }: Wanted): Promise<{ most: number; messages: boolean }> {
    const schema = withSegments(await this.catalogue.vocabulary(), []);
    const rule = readRule(json, schema);
    if (rule === null) return { most: 0, messages: false };
    const probe = compileProbe(rule, schema, this.clock.now());
    return {
      most: await this.estimates.most(probe),
      messages: needsOf(rule, schema).messages,
    };
  }

  /** Searches a new generation, range by range; the last range has no end. */
  private async building(sql: Sql, want: Wanted, keep: Keep, most: number): Promise<KeepChange> {
    const buildGeneration = keep.buildGeneration + 1;
    const ranges = rangesOf(await this.builds.lastContact(sql), most);
    await this.builds.addRanges(sql, want.id, buildGeneration, ranges);
    return {
      ...this.next(keep),
      state: 'building',
      buildVersion: want.version,
      buildRule: want.rule,
      ranges: ranges.length,
    };
  }

  /** Everybody leaves: the next generation is empty. */
  private ending(keep: Keep): KeepChange {
    const nobody = { ...this.next(keep), buildVersion: keep.version, buildRule: null, ranges: 0 };
    if (keep.rule === null) return { ...nobody, state: 'off' };
    return { ...nobody, state: 'switching', switchInstant: this.clock.now() };
  }

  private next({ buildGeneration }: Keep): KeepChange {
    return {
      buildGeneration: buildGeneration + 1,
      buildInstant: this.clock.now(),
      settledThrough: '0',
      signalledThrough: '0',
    };
  }

  private async rename({ id, version, rule }: Wanted): Promise<void> {
    await this.database.transaction(async (sql) => {
      const keep = await this.keeps.lock(sql, id);
      if (keep.state !== 'kept' || keep.rule !== rule) return;
      await this.keeps.nextEpoch(sql);
      await this.keeps.write(sql, id, { version });
    });
  }
}
