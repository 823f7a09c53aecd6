import { DomainError } from '#libs/kernel';
import type { Family } from '../family.js';
import { idPattern, readId } from '../ids.js';
import type { Schema, SegmentDefinition } from '../schema.js';
import { literal, object, oneWord, pattern } from '../shape.js';
import { not } from '../sql.js';
import type { SegmentCondition } from '../tree.js';

/** The segment of a checked rule; throws `rule.unknown_segment` if it has gone since. */
export function segmentOf(schema: Schema, id: string): SegmentDefinition {
  const segment = schema.segment(id);
  if (segment) return segment;
  throw new DomainError('rule.unknown_segment', 'invalid', `Unknown segment: ${id}.`);
}

/** Belonging: the segment's own rule holds. */
export const segment: Family<SegmentCondition> = {
  shape: object({
    kind: literal('segment'),
    operator: oneWord(['in', 'not_in']),
    segment: pattern(idPattern),
  }),
  read: (reader) => {
    reader.object(['kind', 'operator', 'segment']);
    const operator = reader.at('operator').word(['in', 'not_in'], 'unknown_operator');
    const id = readId(reader.at('segment'), 'a segment');
    return operator && id !== undefined ? { kind: 'segment', operator, segment: id } : undefined;
  },
  check: (node, context) => {
    if (context.schema.segment(node.segment)) context.segment(node.segment, '/segment');
    else context.fail('/segment', 'unknown_segment', `Unknown segment: ${node.segment}.`);
  },
  evaluate: (node, context) => {
    const inner = context.segment(node.segment);
    return {
      verdict: inner.verdict === (node.operator === 'in'),
      expected: node.operator,
      found: inner.verdict ? 'in' : 'not_in',
      changesAt: inner.changesAt,
      of: [inner],
    };
  },
  toSql: (node, context) => {
    const inner = context.segment(node.segment);
    return node.operator === 'in' ? inner : not(inner);
  },
  say: (node, { schema, speaker }) =>
    speaker.phrase(
      node.operator === 'in'
        ? { en: 'who are in the segment {name}', th: 'อยู่ในกลุ่ม {name}' }
        : { en: 'who are not in the segment {name}', th: 'ไม่อยู่ในกลุ่ม {name}' },
      { name: speaker.quote(segmentOf(schema, node.segment).name) },
    ),
  cost: () => 0,
};
