import { Inject, Injectable } from '@nestjs/common';
import { ChangeRepository, FeedRepository } from '#libs/contacts';
import { mayMove, type Clock } from '#libs/kernel';
import { CLOCK, Database, Log, type Sql } from '#libs/platform';
import { compile } from '#libs/rules';
import { Catalogue, withSegments } from '../catalogue.js';
import { BuildRepository } from './build.repository.js';
import { horizonAt } from './horizon.js';
import { keepTransitions, type KeepState } from './keep-state.js';
import { KeepRepository, type Keep, type KeepChange } from './keep.repository.js';
import { readRule } from './kept-segments.js';
import { Reminding } from './reminding.js';
import { SwitchRepository } from './switch.repository.js';

/** Ranges that one process works on at a time: the server uses one core for each. */
const rangesAtOnce = 2;
/** Members of one step of signalling: keepers wait for ids of signals while it inserts. */
const signalled = 20_000;
/** Contacts that are handed back to the keepers at a time. */
const released = 5000;

/**
 * Brings a new generation of a segment's members about, step by step; each step is a transaction, and
 * any number of processes may take steps. Why a contact that changes meanwhile ends up right:
 *
 * - Building: the ranges are judged by one statement each, as of `buildInstant`. A contact that changes
 *   after its range was read has a `recheck` row that is taken later still. Keepers then know of the
 *   building, for its beginning waited for those who did not, and note the contact as touched.
 * - What time alone changes after `buildInstant` has a reminder, written with the range (see Reminding); a
 *   keeper that meets one while it builds notes the contact, too.
 * - Settling: no range is under way any more. Keepers keep both generations, and judge again whoever was
 *   touched. When that is done, the new generation is as exact as the old one.
 * - Switching: nobody writes either generation, so that their difference can be signalled; who changes
 *   is noted. One short transaction puts the new generation in the place of the old, and those who were
 *   noted are judged once more.
 */
@Injectable()
export class Builder {
  constructor(
    private readonly database: Database,
    private readonly keeps: KeepRepository,
    private readonly builds: BuildRepository,
    private readonly switches: SwitchRepository,
    private readonly reminding: Reminding,
    private readonly catalogue: Catalogue,
    private readonly changes: ChangeRepository,
    private readonly feed: FeedRepository,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  private readonly steps: { readonly [S in KeepState]: (keep: Keep) => Promise<boolean> } = {
    building: (keep) => this.build(keep),
    settling: (keep) => this.settle(keep),
    switching: (keep) => this.signal(keep),
    kept: (keep) => this.release(keep),
    off: (keep) => this.release(keep),
  };

  /** One step of each segment. @returns whether there may be more to do at once. */
  async step(): Promise<boolean> {
    let more = false;
    for (const keep of await this.keeps.open()) {
      try {
        more = (await this.steps[keep.state](keep)) || more;
      } catch (error) {
        // One segment's trouble is not the next one's.
        this.log.error('segment.build_failed', { segmentId: keep.segmentId, error });
      }
    }
    return (await this.reminding.renew()) || more;
  }

  private async build(keep: Keep): Promise<boolean> {
    const schema = withSegments(await this.catalogue.vocabulary(), []);
    const rule = readRule(keep.buildRule, schema)!;
    const members = compile(rule, schema, keep.buildInstant!);
    const range = () =>
      this.database.transaction(async (sql) => {
        const taken = await this.builds.takeRange(sql, keep);
        if (!taken) return false;
        await this.builds.addMembers(sql, keep, members, taken);
        await this.reminding.begin(sql, keep, rule, schema, taken);
        await this.builds.rangeDone(sql, keep, taken);
        return true;
      });
    const took = await Promise.all(Array.from({ length: rangesAtOnce }, range));
    if (took.includes(true)) return true;
    const searched = async (sql: Sql) => (await this.builds.rangesLeft(keep, sql)) === 0;
    return this.move(keep, 'settling', searched, () => ({}));
  }

  private async settle(keep: Keep): Promise<boolean> {
    const through = await this.database.transaction(async (sql) => {
      const last = await this.builds.releaseTouched(sql, keep.segmentId, released);
      if (last !== null) await this.keeps.write(sql, keep.segmentId, { settledThrough: last });
      return last;
    });
    if (through !== null) {
      this.changes.ring();
      return true;
    }
    const settled = async (sql: Sql, { settledThrough }: Keep) =>
      !(await this.builds.hasTouched(keep.segmentId, sql)) &&
      !(await this.builds.isWaiting(settledThrough, sql));
    return this.move(keep, 'switching', settled, () => ({ switchInstant: this.clock.now() }));
  }

  private async signal(keep: Keep): Promise<boolean> {
    const through = await this.switches.next(keep, signalled);
    if (through === null) return this.flip(keep);
    const fed = await this.switches.signal(keep, through, this.clock.now());
    if (fed) this.feed.ring();
    return true;
  }

  private async flip(keep: Keep): Promise<boolean> {
    const { buildGeneration, buildVersion, buildRule } = keep;
    const to = buildRule === null ? 'off' : 'kept';
    const flipped = await this.move(
      keep,
      to,
      async () => true,
      () => ({
        generation: buildGeneration,
        version: buildVersion,
        rule: buildRule,
        keptAt: this.clock.now(),
        remindedUntil: keep.buildInstant && horizonAt(keep.buildInstant),
      }),
    );
    if (flipped)
      this.log.info('segment.kept', { segmentId: keep.segmentId, version: buildVersion });
    return flipped;
  }

  private async release(keep: Keep): Promise<boolean> {
    await this.database.transaction((sql) =>
      this.builds.releaseTouched(sql, keep.segmentId, released),
    );
    this.changes.ring();
    return true;
  }

  /** Moves to another state, unless somebody else has moved it or it is not ready. */
  private move(
    seen: Keep,
    state: KeepState,
    isReady: (sql: Sql, keep: Keep) => Promise<boolean>,
    change: () => KeepChange,
  ): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const keep = await this.keeps.lock(sql, seen.segmentId);
      const same = keep.state === seen.state && keep.buildGeneration === seen.buildGeneration;
      if (!same || !mayMove(keepTransitions, keep.state, state)) return false;
      if (!(await isReady(sql, keep))) return false;
      await this.keeps.nextEpoch(sql);
      await this.keeps.write(sql, seen.segmentId, { ...change(), state });
      return true;
    });
  }
}
