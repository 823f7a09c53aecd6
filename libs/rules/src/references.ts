import { familyOf } from './families.js';
import type { Node, Rule } from './tree.js';

/** What a rule speaks of by name, segments not followed. */
export interface References {
  readonly fields: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
}

/** Gathers the names, so that no more is loaded than a rule asks for. */
export function references(rule: Rule): References {
  const found = {
    fields: new Set<string>(),
    events: new Set<string>(),
    segments: new Set<string>(),
  };
  const walk = (node: Node): void => {
    if (node.kind === 'segment') found.segments.add(node.segment);
    else if (node.kind === 'event') found.events.add(node.event);
    else if ('field' in node) found.fields.add(node.field);
    familyOf(node).below?.(node).forEach(walk);
  };
  walk(rule.where);
  return found;
}
