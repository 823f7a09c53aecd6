import type { ErrorPlace } from '#libs/kernel';
import type { Sql } from '#libs/platform';
import { parse, print } from '#libs/rules';
import { withSegments, type Vocabulary } from './catalogue.js';
import { checkTexts, type SegmentTexts } from './segment.check.js';
import type { Segment } from './segment.entity.js';
import * as errors from './segment.errors.js';
import type { SegmentRepository, SegmentValues } from './segment.repository.js';

/** What people write; the rule is raw JSON. */
export interface SegmentInput extends SegmentTexts {
  rule: unknown;
}

/** @throws DomainError segment.not_found */
export function found(segment: Segment | null, id: string): Segment {
  if (segment === null) throw errors.segmentNotFound(id);
  return segment;
}

/** @throws DomainError segment.not_found, segment.archived */
export function usable(segment: Segment | null, id: string): Segment {
  if (found(segment, id).archivedAt !== null) throw errors.segmentArchived(id);
  return found(segment, id);
}

/** One change of the segments, while nobody else changes any. */
export class SegmentEdit {
  constructor(
    readonly sql: Sql,
    private readonly segments: SegmentRepository,
    private readonly vocabulary: Vocabulary,
  ) {}

  /**
   * The values to write.
   * @param self its id, when it exists already: it must not refer to itself.
   * @throws DomainError segment.invalid with every place that is wrong
   */
  async check({ name, description, rule: json }: SegmentInput, self?: string) {
    const { texts, faults } = checkTexts({ name, description });
    const schema = withSegments(this.vocabulary, await this.segments.definitions(this.sql));
    const rule = parse(json, schema, self);
    if (!rule.ok) faults.push(...rule.error.map(withinRule));
    if (!rule.ok || faults.length > 0) throw errors.segmentInvalid(faults);
    return { ...texts, rule: print(rule.value) };
  }

  /**
   * Writes, and makes sure that the others still hold: circles, depth and cost may show only in those
   * that refer to it.
   * @throws DomainError segment.name_taken, segment.in_use
   */
  async write(id: string, values: Partial<SegmentValues>): Promise<Segment> {
    const before = await this.broken();
    if (!(await this.segments.update(this.sql, id, values))) throw errors.segmentNameTaken();
    const others = [...(await this.broken())].filter(([other]) => other !== id);
    const broken = others.filter(([other]) => !before.has(other));
    if (broken.length > 0) throw errors.segmentInUse(broken.map(([, name]) => name));
    return found(await this.segments.find(id, this.sql), id);
  }

  /** The segments that do not hold as they stand: names by id. */
  private async broken(): Promise<Map<string, string>> {
    const definitions = await this.segments.definitions(this.sql);
    const schema = withSegments(this.vocabulary, definitions);
    const failing = definitions.filter(({ id, rule }) => !parse(rule, schema, id).ok);
    return new Map(failing.map(({ id, name }) => [id, name]));
  }
}

const withinRule = (fault: ErrorPlace): ErrorPlace => ({ ...fault, place: `/rule${fault.place}` });
