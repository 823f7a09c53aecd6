import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { Bell, CLOCK } from '#libs/platform';
import { inlineSegments, type Rule, type Statement } from '#libs/rules';
import { Catalogue } from './catalogue.js';
import { KeptService, type KeptState } from './keep/kept.service.js';
import { RuleService, type RulePreview, type RuleVerdict } from './rule.service.js';
import { found, SegmentEdit, usable, type SegmentInput } from './segment-edit.js';
import type { Segment } from './segment.entity.js';
import * as errors from './segment.errors.js';
import { SegmentRepository } from './segment.repository.js';

/** Rung when a segment has been made or changed. */
export const segmentsBell = 'segments';

/** Which segments to list. */
export interface SegmentFilter {
  archived: boolean;
  /** Id of the last one seen; '0' to begin. */
  after: string;
  limit: number;
}

/** A segment with how many it has now, what it means, and how it is kept. */
export interface ShownSegment extends RulePreview {
  segment: Segment;
  kept: KeptState;
}

/** Segments: named rules, kept with versions. They are archived, never deleted. */
@Injectable()
export class SegmentService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly catalogue: Catalogue,
    private readonly rules: RuleService,
    private readonly kept: KeptService,
    private readonly bell: Bell,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError segment.not_found */
  async get(id: string): Promise<Segment> {
    return found(await this.segments.find(id), id);
  }

  list({ archived, after, limit }: SegmentFilter): Promise<Segment[]> {
    return this.segments.list(archived, after, limit);
  }

  /** Counts anew only while it is not kept. @throws DomainError segment.not_found, rule.invalid */
  async show(id: string): Promise<ShownSegment> {
    const segment = await this.get(id);
    const kept = await this.kept.state(id);
    if (kept.state !== 'kept' || kept.version !== segment.version)
      return { segment, kept, ...(await this.rules.preview(segment.rule)) };
    const { sentence } = await this.rules.read(segment.rule, this.clock.now());
    return { segment, kept, count: kept.members, sentence };
  }

  /** @throws DomainError segment.invalid with every place that is wrong, segment.name_taken */
  create(input: SegmentInput): Promise<Segment> {
    return this.edit(async (edit) => {
      const now = this.clock.now();
      const values = {
        ...(await edit.check(input)),
        version: 1,
        createdAt: now,
        updatedAt: now,
        archivedAt: null,
      };
      const created = await this.segments.insert(edit.sql, values);
      if (created === null) throw errors.segmentNameTaken();
      return created;
    });
  }

  /**
   * Changes what is given and leaves the rest.
   * @param version the version from which the changes were made.
   * @throws DomainError segment.not_found, segment.archived, segment.version_conflict,
   *   segment.invalid, segment.name_taken, segment.in_use when other segments would no longer hold
   */
  update(id: string, changes: Partial<SegmentInput>, version: number): Promise<Segment> {
    return this.edit(async (edit) => {
      const before = usable(await this.segments.find(id, edit.sql), id);
      if (before.version !== version) throw errors.segmentVersionConflict(id, before.version);
      const values = await edit.check({ ...before, ...changes }, id);
      const updatedAt = this.clock.now();
      return edit.write(id, { ...values, version: version + 1, updatedAt });
    });
  }

  /**
   * Takes it out of use. Twice is once. Campaigns that were approved keep their own copy of its rule.
   * @throws DomainError segment.not_found, segment.in_use
   */
  archive(id: string): Promise<Segment> {
    return this.edit(async (edit) => {
      const before = found(await this.segments.find(id, edit.sql), id);
      return before.archivedAt ? before : edit.write(id, { archivedAt: this.clock.now() });
    });
  }

  /** Puts it back into use. @throws DomainError segment.not_found, segment.invalid */
  restore(id: string): Promise<Segment> {
    return this.edit(async (edit) => {
      await edit.check(found(await this.segments.find(id, edit.sql), id), id);
      return edit.write(id, { archivedAt: null });
    });
  }

  /** How many it has now. @throws as `ruleOf` */
  async count(id: string): Promise<number> {
    return this.rules.count(await this.ruleOf(id));
  }

  /** Why one contact is in, or why out. @throws as `ruleOf`, and contact.not_found */
  async explain(id: string, contactId: string, at?: Date): Promise<RuleVerdict> {
    return this.rules.explain((await this.get(id)).rule, contactId, at);
  }

  /** @throws DomainError segment.not_found, segment.archived, rule.invalid */
  async ruleOf(id: string): Promise<Rule> {
    return this.rules.parse(usable(await this.segments.find(id), id).rule);
  }

  /** The rule with every segment that it refers to put in: later edits do not change it. */
  async frozenRule(id: string): Promise<Rule> {
    const schema = await this.catalogue.schema();
    return inlineSegments(await this.ruleOf(id), schema);
  }

  /** The statement that selects the contacts of a segment at an instant. @throws as `ruleOf` */
  async compileSegment(id: string, now: Date): Promise<Statement> {
    return this.rules.compile(await this.ruleOf(id), now);
  }

  /** The same for a rule that was kept elsewhere, as JSON. @throws DomainError rule.invalid */
  compileRule(rule: Rule, now: Date): Promise<Statement> {
    return this.rules.compile(rule, now);
  }

  private async edit<T>(work: (edit: SegmentEdit) => Promise<T>): Promise<T> {
    // Before the transaction: within, it would need a second connection while others wait for the lock.
    const vocabulary = await this.catalogue.vocabulary();
    const edited = await this.segments.exclusively((sql) =>
      work(new SegmentEdit(sql, this.segments, vocabulary)),
    );
    this.bell.ring(segmentsBell);
    return edited;
  }
}
