import type { Expr, Resolution, Scope } from './expression.js';
import type { Position } from './problems.js';
import { variableTree } from './schema.js';
import type { VariableNode } from './schema.js';

/** A statement with the braces that it had; `~` takes the white space beside it away. */
export function stripped(content: string, strip: hbs.AST.StripFlags | undefined): string {
  return `{{${strip?.open ? '~' : ''}${content}${strip?.close ? '~' : ''}}}`;
}

/**
 * The names inside `{{#each list as |item index|}}`. Item, index and "is the last" get names that no
 * one else has, so they mean the same wherever they end up.
 */
export function openLoop(
  list: Expr,
  node: hbs.AST.BlockStatement,
  outer: Scope,
  on: Resolution,
  at: Position,
): { params: string; scope: Scope } | undefined {
  const spec = list.node?.spec;
  if (spec?.type !== 'list') {
    on.problems.add(at, 'not_a_list', '{{#each}} takes a list.');
    return undefined;
  }
  const level = levelOf(outer) + 1;
  const [item, index, last] = [`v${level}`, `i${level}`, `l${level}`];
  const fields: VariableNode = spec.item
    ? variableTree(spec.item)
    : { spec: { type: 'text' }, children: new Map() };
  const self: Expr = { print: item, node: fields, perItem: true };
  const [itemName, indexName] = node.program.blockParams ?? [];
  const names = new Map<string, Expr>();
  if (itemName) names.set(itemName, self);
  if (indexName) names.set(indexName, { print: index, perItem: true });
  return {
    params: `${item} ${index} ${last}`,
    scope: { names, self, loop: { index, last }, outer },
  };
}

/** How many loops are around, those around the caller of a partial included. */
function levelOf(scope: Scope | undefined): number {
  let level = 0;
  for (let one = scope; one; one = one.outer) {
    if (one.loop) level += 1;
    for (const named of one.names.values()) {
      const found = /\bv(\d+)\b/.exec(named.print);
      if (found) level = Math.max(level, Number(found[1]));
    }
  }
  return level;
}
