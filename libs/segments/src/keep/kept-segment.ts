import { topics } from '#libs/contacts';
import {
  needsOf,
  type Field,
  type Needs,
  type Parameter,
  type Rule,
  type Schema,
} from '#libs/rules';
import { horizonAt } from './horizon.js';
import type { KeepState } from './keep-state.js';

/** One generation of a segment's members, and the rule that it answers to. */
export interface Side {
  readonly generation: number;
  /** Segments are put in: it stands by itself. */
  readonly rule: Rule;
  readonly needs: Needs;
  /** Names the segment and the generation. */
  readonly key: string;
  /** Reminders after this are left to be found when it is moved on. */
  readonly until: Date;
}

/** A segment as keepers see it. */
export interface KeptSegment {
  readonly id: string;
  readonly state: KeepState;
  /** Of the definition whose rule serves. */
  readonly version: number;
  /** Whose entering and leaving is signalled; null while nobody was ever kept. */
  readonly served: Side | null;
  /** What will serve next. */
  readonly built: Side | null;
  /** What is judged at present. */
  readonly sides: readonly Side[];
  /** Whether a change has to be noted for later. */
  readonly touches: boolean;
  /** Whether a change of this topic may change a verdict. */
  concerns(topic: number): boolean;
}

/** The row's own form of it; rules are parsed already. */
export interface KeptDefinition {
  id: string;
  state: KeepState;
  version: number;
  generation: number;
  rule: Rule | null;
  buildGeneration: number;
  buildRule: Rule | null;
  buildInstant: Date | null;
  remindedUntil: Date | null;
}

export function keptSegment(definition: KeptDefinition, schema: Schema): KeptSegment {
  const { id, state, version } = definition;
  const side = (generation: number, rule: Rule | null, until: Date | null): Side | null => {
    if (rule === null || until === null) return null;
    return { generation, rule, needs: needsOf(rule, schema), key: sideKey(id, generation), until };
  };
  const { generation, rule, remindedUntil, buildGeneration, buildRule, buildInstant } = definition;
  const served = side(generation, rule, remindedUntil);
  const first = buildInstant && horizonAt(buildInstant);
  const built = state === 'kept' ? null : side(buildGeneration, buildRule, first);
  const present = { building: [served], settling: [served, built], kept: [served] };
  const sides = state === 'off' || state === 'switching' ? [] : present[state];
  const known = [served, built].filter((one) => one !== null);
  const concerns = known.map(({ needs }) => concernOf(needs, schema));
  return {
    id,
    state,
    version,
    served,
    built,
    sides: sides.filter((one) => one !== null),
    touches: state === 'building' || state === 'switching',
    concerns: (topic) => concerns.some((concern) => concern(topic)),
  };
}

export const sideKey = (segmentId: string, generation: number): string =>
  `${segmentId}/${generation}`;

/** A metric that sums up events of one name changes with these. */
function summedEvent(place: Field['place'] | undefined): Parameter[] {
  if (!place || !('table' in place) || place.table !== 'contact_event') return [];
  return (place.where ?? []).flatMap(([column, value]) => (column === 'name_id' ? [value] : []));
}

function concernOf(needs: Needs, schema: Schema): (topic: number) => boolean {
  const every = needs.events.has('*');
  const events = new Set<Parameter | undefined>([
    ...[...needs.events.keys()].map((name) => schema.event(name)),
    ...[...needs.fields].flatMap((name) => summedEvent(schema.field(name)?.place)),
  ]);
  return (topic) => {
    if (topic === topics.person) return true;
    if (topic === topics.messages) return needs.messages;
    return every || events.has(topic);
  };
}
