import type { Explanation, Family, ReadContext } from '../family.js';
import { MAX_COST } from '../limits.js';
import { type Reader, whole } from '../reader.js';
import type { Words } from '../schema.js';
import { listOf, literal, object, ref } from '../shape.js';
import type { Sql } from '../sql.js';
import type { Group, Node } from '../tree.js';

const readNodes = (reader: Reader, context: ReadContext): readonly Node[] | undefined => {
  reader.object(['kind', 'of']);
  const items = reader.at('of').items(MAX_COST);
  return items && whole(items.map((item) => context.child(item)));
};

/**
 * While some child already settles the verdict, it stands until the last such child may change;
 * otherwise until the first of all does.
 */
const changesAt = (of: readonly Explanation[], settling: boolean): number => {
  let [first, last] = [Infinity, -Infinity];
  for (const child of of) {
    first = Math.min(first, child.changesAt);
    if (child.verdict === settling) last = Math.max(last, child.changesAt);
  }
  return last === -Infinity ? first : last;
};

/** Several conditions, which need brackets within a clause. */
export const isGroup = (node: Node): boolean =>
  (node.kind === 'all' || node.kind === 'any') && node.of.length > 1;

const bracketed: Words = { en: '({clause})', th: ' ({clause})' };

/** `settling` is the verdict of one child that decides the whole: false for all, true for any. */
export const group = <K extends 'all' | 'any'>(
  kind: K,
  settling: boolean,
  join: (parts: readonly Sql[]) => Sql,
  joint: Words,
): Family<Group<K>> => ({
  shape: object({ kind: literal(kind), of: listOf(ref('condition'), MAX_COST) }),
  read: (reader, context) => {
    const of = readNodes(reader, context);
    return of && { kind, of };
  },
  check: ({ of }, context) => of.forEach((node, index) => context.child(node, `/of/${index}`)),
  evaluate: (node, context) => {
    const of = node.of.map((child, index) => context.child(child, `/of/${index}`));
    const settled = of.some(({ verdict }) => verdict === settling);
    const verdict = settled === settling;
    return { verdict, expected: null, found: null, changesAt: changesAt(of, settling), of };
  },
  toSql: (node, context) => join(node.of.map((child) => context.child(child))),
  say: (node, context) => {
    const clauses = node.of.map((child) => {
      const clause = context.child(child);
      const nested = node.of.length > 1 && isGroup(child);
      return nested ? context.speaker.phrase(bracketed, { clause }) : clause;
    });
    return clauses.join(context.speaker.phrase(joint));
  },
  cost: () => 0,
  below: ({ of }) => of,
  rebuild: (node, change) => ({ kind, of: node.of.map(change) }),
});
