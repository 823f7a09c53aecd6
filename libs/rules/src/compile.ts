import { familyOf } from './families.js';
import { presentAt } from './present.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import { type Parameter, type Sql, sql } from './sql.js';
import type { Node, Rule } from './tree.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/**
 * Makes one statement `SELECT c.id FROM contact c WHERE …` that selects the contacts for which the
 * rule holds at an instant, each once. It has no grouping, order or limit, so that it merges when it
 * is used as a derived table. Works on MariaDB and MySQL; the session's zone must be UTC. Throws a
 * DomainError if the rule speaks of what the schema does not know.
 */
export function compile(rule: Rule, schema: Schema, now: Date): Statement {
  const present = presentAt(now, schema.timeZone);
  const toSql = (node: Node, path: readonly string[]): Sql =>
    familyOf(node).toSql(node, {
      schema,
      present,
      child: (child) => toSql(child, path),
      segment: (id) => {
        const inner = enterSegment(schema, id, path);
        return toSql(inner.where, inner.path);
      },
    });
  const { text, parameters } = sql`SELECT c.id FROM contact c WHERE ${toSql(rule.where, [])}`;
  return { sql: text, parameters };
}
