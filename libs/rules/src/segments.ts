import { DomainError } from '#libs/kernel';
import { segmentOf } from './families/segment.js';
import type { Schema } from './schema.js';
import type { Node } from './tree.js';

/**
 * Follows a reference to a segment, knowing those on the way; throws `rule.segment_circle` rather
 * than walk in a circle, and `rule.unknown_segment`.
 */
export function enterSegment(
  schema: Schema,
  id: string,
  path: readonly string[],
): { readonly where: Node; readonly path: readonly string[] } {
  if (path.includes(id)) {
    const message = `Segment ${id} refers to itself: ${[...path, id].join(' → ')}.`;
    throw new DomainError('rule.segment_circle', 'invalid', message);
  }
  return { where: segmentOf(schema, id).rule.where, path: [...path, id] };
}
