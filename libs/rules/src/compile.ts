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

const conditionOf = (rule: Rule, schema: Schema, now: Date): Sql => {
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
  return toSql(rule.where, []);
};

const statement = ({ text, parameters }: Sql): Statement => ({ sql: text, parameters });

/**
 * Makes one statement that selects the contacts for which the rule holds at an instant, as `id`, each
 * once: by intersecting and uniting sets where the rule allows it. For everybody; see `compileProbe` for
 * a few. Works on MariaDB and MySQL; the session's zone must be UTC. Throws a DomainError if the rule
 * speaks of what the schema does not know.
 */
export function compile(rule: Rule, schema: Schema, now: Date): Statement {
  const condition = conditionOf(rule, schema, now);
  return statement(condition.ids ?? sql`SELECT c.id FROM contact c WHERE ${condition}`);
}

/**
 * The same selection, made to be joined with a few contacts: a statement without grouping, order or
 * limit, which merges when it is used as a derived table, and whose conditions look at one contact.
 */
export function compileProbe(rule: Rule, schema: Schema, now: Date): Statement {
  const condition = conditionOf(rule, schema, now);
  const probe = condition.probe ?? condition;
  return statement(sql`SELECT c.id FROM contact c WHERE ${probe}`);
}
