import { Inject, Injectable } from '@nestjs/common';
import { FeedRepository } from '#libs/contacts';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database, Log, type Sql } from '#libs/platform';
import { NeedsBuilder, type Facts, type Needs } from '#libs/rules';
import { FactsLoader } from '../facts/facts-loader.js';
import { Batch } from './batch.js';
import { Judge } from './judge.js';
import { KeepChanges, type NewSignal, type SignalCause } from './keep-changes.js';
import { Floors } from './floors.js';
import { KeepMetrics } from './keep-metrics.js';
import { KeepRepository } from './keep.repository.js';
import type { KeptSegment } from './kept-segment.js';
import { KeptSegments, type KeptCatalogue } from './kept-segments.js';
import { SignalRepository } from './signal.repository.js';
import { StandingRepository } from './standing.repository.js';
import { WorkRepository } from './work.repository.js';
import type { DueRow, Recheck, Share, Waiting } from './work.js';

/** Changes go first: somebody may wait for what comes of them. */
const busy: Share = { rechecks: 1000, dues: 1000 };
const quiet: Share = { rechecks: 1000, dues: 4000 };

/** Whom a rule failed for is looked at again after this, milliseconds. */
const retryMs = 3_600_000;

/** What one batch came to. */
interface Kept {
  /** Whether there may be more at once. */
  more: boolean;
  /** Whether somebody waits for a signal. */
  fed: boolean;
  signals: readonly NewSignal[];
  rechecks: readonly Recheck[];
  dues: readonly DueRow[];
}

const nothing = (more: boolean): Kept => {
  return { more, fed: false, signals: [], rechecks: [], dues: [] };
};

/** What was read, and what has to be written. */
type Judged = Pick<Kept, 'rechecks' | 'dues'> & { changes: KeepChanges };

/** What everybody of a batch is judged by. */
interface Bench {
  snapshot: Sql;
  catalogue: KeptCatalogue;
  now: Date;
  changes: KeepChanges;
}

/**
 * Keeps memberships: takes contacts that have changed, or for whom time has passed, judges them and
 * writes what comes of it.
 *
 * One transaction holds some shards, so that nobody judges the same contact at a time, and the epoch, so
 * that no segment changes meanwhile. What is read comes from a second one, a snapshot that began after
 * the shards were held: it has every change whose `recheck` row it has, and never half a change. A later
 * change has a row of its own, which stays. Memberships, signals, reminders and the removal of the rows
 * commit together, so that each is done once, whatever dies.
 */
@Injectable()
export class Keeper {
  /** Where the next batch begins, so that every shard has its turn. */
  private turn = 0;
  private readonly floors = new Floors();

  constructor(
    private readonly database: Database,
    private readonly segments: KeptSegments,
    private readonly keeps: KeepRepository,
    private readonly work: WorkRepository,
    private readonly loader: FactsLoader,
    private readonly standing: StandingRepository,
    private readonly signals: SignalRepository,
    private readonly feed: FeedRepository,
    private readonly metrics: KeepMetrics,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One batch. @returns whether there may be more. */
  async keep(): Promise<boolean> {
    const { shards, epoch } = await this.waiting();
    if (shards.length === 0) return false;
    const catalogue = await this.segments.at(epoch);
    const end = this.metrics.time();
    const { more, fed, signals, rechecks, dues } = await this.database.transaction((sql) =>
      this.batch(sql, shards, catalogue),
    );
    end();
    this.floors.raise(rechecks, dues);
    this.metrics.count(signals);
    if (fed) this.feed.ring();
    return more;
  }

  /** Above the floors, or else at all. */
  private async waiting(): Promise<Waiting> {
    const waiting = await this.work.waiting(this.clock.now(), this.floors);
    if (waiting.shards.length > 0 || !this.floors.reset()) return waiting;
    return this.work.waiting(this.clock.now(), this.floors);
  }

  private async batch(
    sql: Sql,
    waiting: readonly number[],
    catalogue: KeptCatalogue,
  ): Promise<Kept> {
    const shards = await this.take(sql, waiting);
    if (shards.length === 0) return nothing(false);
    if ((await this.keeps.holdEpoch(sql)) !== catalogue.epoch) return nothing(true);
    const now = this.clock.now();
    const { changes, rechecks, dues } = await this.database.transaction(
      (snapshot) => this.judge(snapshot, shards, catalogue, now),
      'REPEATABLE READ',
    );
    if (rechecks.length + dues.length === 0) return nothing(false);
    await this.standing.write(sql, changes, now);
    const fed = await this.signals.append(sql, changes.signals, now);
    await this.work.done(
      sql,
      rechecks.map(({ id }) => id),
    );
    return { more: true, fed, signals: changes.signals, rechecks, dues };
  }

  /** At most half of those that wait, so that another keeper finds some; ours, or the other half. */
  private async take(sql: Sql, waiting: readonly number[]): Promise<number[]> {
    const from = waiting.findIndex((shard) => shard >= this.turn);
    const inTurn = from > 0 ? [...waiting.slice(from), ...waiting.slice(0, from)] : waiting;
    const half = Math.ceil(inTurn.length / 2);
    const first = await this.work.lock(sql, inTurn.slice(0, half));
    const shards = first.length > 0 ? first : await this.work.lock(sql, inTurn.slice(half));
    if (shards.length > 0) this.turn = ((inTurn[half - 1] ?? 0) + 1) % 16;
    return shards;
  }

  private async judge(
    snapshot: Sql,
    shards: readonly number[],
    catalogue: KeptCatalogue,
    now: Date,
  ): Promise<Judged> {
    const changes = new KeepChanges();
    const { floors } = this;
    const rechecks = await this.work.rechecks(snapshot, shards, floors, busy.rechecks);
    const limit = (rechecks.length > 0 ? busy : quiet).dues;
    const { still } = catalogue;
    const dues = await this.work.dues(snapshot, shards, floors, { still, now, limit });
    const batch = new Batch(rechecks, dues, catalogue.byId);
    for (const { contactId, segmentId } of batch.stale)
      changes.dues.push({ contactId, segmentId, changesAt: null });
    const bench = { snapshot, catalogue, now, changes };
    await this.judgeAll(bench, batch.changed, 'change');
    await this.judgeAll(bench, batch.due, 'clock');
    return { changes, rechecks, dues };
  }

  private async judgeAll(
    { snapshot, catalogue, now, changes }: Bench,
    wanted: ReadonlyMap<string, ReadonlySet<KeptSegment>>,
    cause: SignalCause,
  ): Promise<void> {
    const { schema } = catalogue;
    if (wanted.size === 0) return;
    const contactIds = [...wanted.keys()];
    const segments = new Set([...wanted.values()].flatMap((some) => [...some]));
    const needs = needsOfAll(segments);
    const needsOf = new Map<ReadonlySet<KeptSegment>, Needs>();
    for (const some of wanted.values()) if (!needsOf.has(some)) needsOf.set(some, needsOfAll(some));
    const about = (contactId: string, event: string) =>
      needsOf.get(wanted.get(contactId)!)!.events.has(event);
    const facts = await this.loader.load(snapshot, contactIds, needs, schema, now, about);
    const segmentIds = [...segments].map(({ id }) => id);
    const standing = await this.standing.read(snapshot, contactIds, segmentIds);
    const judge = new Judge(schema, standing, now, changes);
    for (const [contactId, some] of wanted) {
      const known = facts.get(contactId);
      if (!known) changes.gone.push(contactId);
      for (const segment of some) {
        if (segment.touches) changes.touched.push({ segmentId: segment.id, contactId });
        if (!known || this.one(judge, segment, known, cause)) continue;
        const changesAt = new Date(now.getTime() + retryMs);
        changes.dues.push({ contactId, segmentId: segment.id, changesAt });
      }
    }
  }

  /**
   * A rule that fails for one contact is an error of ours; the others are kept all the same.
   * @returns whether it was judged; else it is tried again later.
   */
  private one(judge: Judge, segment: KeptSegment, facts: Facts, cause: SignalCause): boolean {
    try {
      judge.judge(segment, facts, cause);
      return true;
    } catch (error) {
      this.log.error('segment.not_judged', { segmentId: segment.id, contactId: facts.id, error });
      return false;
    }
  }
}

function needsOfAll(segments: Iterable<KeptSegment>): Needs {
  const needs = new NeedsBuilder();
  for (const { sides } of segments) for (const side of sides) needs.add(side.needs);
  return needs;
}
