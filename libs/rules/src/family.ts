import type { Facts } from './facts.js';
import type { NeedsBuilder } from './needs.js';
import type { Reader } from './reader.js';
import type { FieldKind, Schema } from './schema.js';
import type { Shape } from './shape.js';
import type { Sql } from './sql.js';
import type { Axis } from './time/axis.js';
import type { Node } from './tree.js';
import type { Speaker } from './words/speaker.js';

/** The present as conditions see it, on both axes. */
export interface Present {
  /** Milliseconds. */
  readonly now: number;
  readonly instants: Axis;
  readonly days: Axis;
}

export interface ReadContext {
  /** Reads a node below this one. */
  child(reader: Reader): Node | undefined;
}

/** Reports what is wrong with a condition against a schema. */
export interface CheckContext {
  readonly schema: Schema;
  /** `place` is relative to the condition: `/value`. */
  readonly fail: (place: string, code: string, message: string) => void;
  child(node: Node, place: string): void;
  /** Checks a segment's rule as part of this one. */
  segment(id: string, place: string): void;
}

export interface EvaluateContext {
  readonly schema: Schema;
  readonly facts: Facts;
  readonly present: Present;
  child(node: Node, place: string): Explanation;
  /** The explanation of a segment's own rule. */
  segment(id: string): Explanation;
}

export interface CompileContext {
  readonly schema: Schema;
  readonly present: Present;
  child(node: Node): Sql;
  segment(id: string): Sql;
}

export interface SayContext {
  readonly schema: Schema;
  readonly speaker: Speaker;
  child(node: Node): string;
}

/** What a condition came to, before its place in the rule is known. */
export interface Finding {
  readonly verdict: boolean;
  /** What was compared with, and what was found; plain JSON. */
  readonly expected: unknown;
  readonly found: unknown;
  /** First instant after the present (ms) at which time alone could change the verdict, or Infinity. */
  readonly changesAt: number;
  readonly of?: readonly Explanation[];
}

/** A finding with the condition it is about. */
export interface Explanation extends Finding {
  /** JSON Pointer into the rule; within a segment's rule it starts anew. */
  readonly place: string;
  readonly condition: Node;
  readonly of: readonly Explanation[];
}

/** Everything the language knows about one kind of node. */
export interface Family<N> {
  /** Such a node as JSON. */
  readonly shape: Shape;
  /** The kinds of fields that it looks at; absent when it looks at none. */
  readonly fields?: readonly FieldKind[];
  /** Reads an object whose kind is known; reports every error it can find. */
  read(reader: Reader, context: ReadContext): N | undefined;
  check(node: N, context: CheckContext): void;
  evaluate(node: N, context: EvaluateContext): Finding;
  /** True for exactly the contacts `c` for which evaluate is true; NULL counts as false. */
  toSql(node: N, context: CompileContext): Sql;
  /** A clause, such as "whose city is “Bangkok”". */
  say(node: N, context: SayContext): string;
  /** What must be loaded of a contact; children not counted. */
  needs?(node: N, found: NeedsBuilder): void;
  /**
   * SQL that selects `contact_id, at` for every contact whose verdict on this condition time alone can
   * change after the present, `at` being no later than that; see soonest. Absent: time changes nothing.
   */
  soonest?(node: N, context: CompileContext): Sql | undefined;
  /** How much work it is, a comparison with a column being 1; children and segments not counted. */
  cost(node: N): number;
  /** The nodes below it. */
  below?(node: N): readonly Node[];
  /** The same node over other children. */
  rebuild?(node: N, change: (child: Node) => Node): Node;
}
