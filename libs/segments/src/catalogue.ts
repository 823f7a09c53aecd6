import { Inject, Injectable } from '@nestjs/common';
import { AttributeService, EventNames, MetricService } from '#libs/contacts';
import { ENV, type Env } from '#libs/platform';
import { parse, type Field, type Schema, type SegmentDefinition } from '#libs/rules';
import { attributeField } from './attribute-field.js';
import { coreRuleFields } from './core-fields.js';
import { NamesRepository } from './names.repository.js';
import { metricField } from './metric-field.js';
import { SegmentRepository, type Definition } from './segment.repository.js';

/** A schema that can also be listed, for those who write rules. */
export interface ListedSchema extends Schema {
  readonly fields: readonly Field[];
  readonly events: readonly string[];
  readonly lists: readonly Named[];
  readonly segments: readonly Named[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Fields, events, lists and campaigns. They are only ever added and renamed. */
export type Vocabulary = Omit<ListedSchema, 'segment' | 'segments'>;

/** What rules may speak of: core fields, declared attributes and metrics, events, lists, segments. */
@Injectable()
export class Catalogue {
  constructor(
    private readonly attributes: AttributeService,
    private readonly metrics: MetricService,
    private readonly eventNames: EventNames,
    private readonly segments: SegmentRepository,
    private readonly names: NamesRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Reads it, six short statements. Nothing is cached: a rule never meets a stale catalogue. */
  async schema(): Promise<ListedSchema> {
    const [vocabulary, definitions] = await Promise.all([
      this.vocabulary(),
      this.segments.definitions(),
    ]);
    return withSegments(vocabulary, definitions);
  }

  /** All but the segments, for those who read these within a transaction. */
  async vocabulary(): Promise<Vocabulary> {
    const [attributes, metrics, events, lists, campaigns] = await Promise.all([
      this.attributes.list(),
      this.metrics.list(),
      this.eventNames.all(),
      this.names.lists(),
      this.names.campaigns(),
    ]);
    const offered = metrics.filter(({ archived }) => !archived);
    const fields = [...coreRuleFields, ...attributes.map(attributeField)];
    const known = [...fields, ...metrics.map(metricField)];
    const byName = new Map(known.map((field) => [field.name, field]));
    return {
      timeZone: this.env.timeZone,
      fields: [...fields, ...offered.map(metricField)],
      events: [...events.keys()],
      lists: [...lists].map(([id, name]) => ({ id, name })),
      field: (name) => byName.get(name),
      event: (name) => events.get(name),
      list: (id) => lists.get(id),
      campaign: (id) => campaigns.get(id),
    };
  }
}

export const withSegments = (
  vocabulary: Vocabulary,
  definitions: readonly Definition[],
): ListedSchema => ({
  ...vocabulary,
  segments: definitions.map(({ id, name }) => ({ id, name })),
  segment: lookUp(definitions),
});

/** Parses a segment's rule when first asked for; one that cannot be read is not there. */
function lookUp(definitions: readonly Definition[]): Schema['segment'] {
  const raw = new Map(definitions.map((definition) => [definition.id, definition]));
  const read = new Map<string, SegmentDefinition | undefined>();
  return (id) => {
    const definition = raw.get(id);
    if (definition && !read.has(id)) {
      const rule = parse(definition.rule);
      read.set(id, rule.ok ? { name: definition.name, rule: rule.value } : undefined);
    }
    return read.get(id);
  };
}
