import type { VariableSchema, VariableSpec } from './content.js';

/** A node of the tree of known variables. */
export interface VariableNode {
  readonly spec?: VariableSpec;
  readonly children: ReadonlyMap<string, VariableNode>;
}

interface Growing extends VariableNode {
  spec?: VariableSpec;
  readonly children: Map<string, Growing>;
}

/** Turns dotted paths into a tree. */
export function variableTree(...schemas: readonly VariableSchema[]): VariableNode {
  const root: Growing = { children: new Map() };
  for (const [path, spec] of schemas.flatMap((schema) => Object.entries(schema))) {
    let node = root;
    for (const part of path.split('.')) {
      let next = node.children.get(part);
      if (!next) node.children.set(part, (next = { children: new Map() }));
      node = next;
    }
    node.spec = spec;
  }
  return root;
}

/** Follows `parts` down the tree; undefined when the path leads nowhere. */
export function follow(node: VariableNode, parts: readonly string[]): VariableNode | undefined {
  let at: VariableNode | undefined = node;
  for (const part of parts) at = at?.children.get(part);
  return at;
}

/** The known path that looks most like a mistyped one, for "did you mean". */
export function nearest(root: VariableNode, wanted: string): string | undefined {
  let best: { path: string; far: number } | undefined;
  for (const path of pathsOf(root, '')) {
    const far = distance(path.toLowerCase(), wanted.toLowerCase());
    if (far <= Math.max(2, wanted.length / 4) && (!best || far < best.far)) best = { path, far };
  }
  return best?.path;
}

function pathsOf(node: VariableNode, prefix: string): string[] {
  return [...node.children].flatMap(([name, child]) => [
    ...(child.spec ? [prefix + name] : []),
    ...pathsOf(child, `${prefix}${name}.`),
  ]);
}

/** Levenshtein distance; the texts are short. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= Math.min(left.length, 100); i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
