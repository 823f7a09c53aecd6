import { Injectable } from '@nestjs/common';
import { changesBell } from '#libs/contacts';
import { Bell, Log, Loop } from '#libs/platform';
import { EstimateService } from '../estimate/estimate.service.js';
import { segmentsBell } from '../segment.service.js';
import { Builder } from './builder.js';
import { Collector } from './collector.js';
import { Keeper } from './keeper.js';
import { Planner } from './planner.js';

/** Nobody waits longer than this for a bell that was not heard, or for the clock; milliseconds. */
const keepEveryMs = 200;
const buildEveryMs = 500;

/** What segments do by themselves, in a worker. Any number of processes may do it. */
@Injectable()
export class SegmentWork {
  private readonly keeping: Loop;
  private readonly building: Loop;

  constructor(
    keeper: Keeper,
    planner: Planner,
    builder: Builder,
    private readonly collector: Collector,
    private readonly estimates: EstimateService,
    private readonly bell: Bell,
    log: Log,
  ) {
    const keep = { name: 'segments.keep', everyMs: keepEveryMs, work: () => keeper.keep() };
    const build = async () => {
      const begun = await planner.begin();
      return (await builder.step()) || begun;
    };
    this.keeping = new Loop(keep, log);
    this.building = new Loop({ name: 'segments.build', everyMs: buildEveryMs, work: build }, log);
  }

  start(): void {
    this.bell.on(changesBell, () => this.keeping.wake());
    this.bell.on(segmentsBell, () => this.building.wake());
    this.keeping.wake();
    this.building.wake();
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    await Promise.all([this.keeping.stop(), this.building.stop()]);
  }

  /** Removes what serves no more, and sees that estimates have a sample that is not old. */
  async sweep(): Promise<void> {
    await this.collector.collect();
    await this.estimates.sweep();
  }
}
