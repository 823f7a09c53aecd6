import type { Statement } from './compile.js';
import { familyOf } from './families.js';
import { presentAt } from './present.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import type { Sql } from './sql.js';
import type { Node, Rule } from './tree.js';

/**
 * When the passing of time could first change the verdict, for all contacts at once: statements that
 * select `contact_id, at`. For every contact whose verdict time alone can change, the least `at` of all
 * statements is no later than evaluate's `changesAt`; it may be sooner, and contacts may be listed whose
 * verdict then stays: whoever looks at that instant evaluates and knows. Segments are followed.
 */
export function soonest(rule: Rule, schema: Schema, now: Date): Statement[] {
  const present = presentAt(now, schema.timeZone);
  const statements: Statement[] = [];
  const walk = (node: Node, path: readonly string[]): void => {
    const family = familyOf(node);
    const refuse = (): Sql => {
      throw new Error('Only conditions change with time.');
    };
    const found = family.soonest?.(node, { schema, present, child: refuse, segment: refuse });
    if (found) statements.push({ sql: found.text, parameters: found.parameters });
    if (node.kind === 'segment') {
      const inner = enterSegment(schema, node.segment, path);
      walk(inner.where, inner.path);
    }
    family.below?.(node).forEach((child) => walk(child, path));
  };
  walk(rule.where, []);
  return statements;
}
