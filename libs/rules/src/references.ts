import { familyOf } from './families.js';
import { NeedsBuilder } from './needs.js';
import type { Node, Rule } from './tree.js';

/** What a rule speaks of by name, segments not followed. */
export interface References {
  readonly fields: ReadonlySet<string>;
  /** `*` stands for every name. */
  readonly events: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
}

/** Gathers the names, so that no more is loaded than a rule asks for. */
export function references(rule: Rule): References {
  const needs = new NeedsBuilder();
  const segments = new Set<string>();
  const walk = (node: Node): void => {
    if (node.kind === 'segment') segments.add(node.segment);
    familyOf(node).needs?.(node, needs);
    familyOf(node).below?.(node).forEach(walk);
  };
  walk(rule.where);
  return { fields: needs.fields, events: new Set(needs.events.keys()), segments };
}
