import { type ErrorPlace, type Result, err, ok } from '#libs/kernel';
import { check } from './check.js';
import { families, familyOf, kinds } from './families.js';
import { MAX_COST, MAX_DEPTH } from './limits.js';
import { Reader } from './reader.js';
import type { Schema } from './schema.js';
import type { Node, Rule } from './tree.js';

function readNode(reader: Reader, depth: number): Node | undefined {
  if (depth > MAX_DEPTH) {
    return reader.fail(
      'too_deep',
      `Conditions nest at most ${MAX_DEPTH} deep; this one is deeper.`,
    );
  }
  if (!reader.isObject) return reader.fail('bad_value', 'A condition is expected here.');
  const kind = reader.at('kind').word(kinds, 'unknown_kind');
  return kind && families[kind].read(reader, { child: (child) => readNode(child, depth + 1) });
}

const costOf = (node: Node): number => {
  const family = familyOf(node);
  const below = family.below?.(node) ?? [];
  return below.reduce((sum, child) => sum + costOf(child), family.cost(node));
};

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

/**
 * Reads a rule from raw JSON, once, at the boundary. With a schema the rule is checked against it as
 * well (see check). The errors name their places as JSON Pointers; the rule is frozen.
 */
export function parse(json: unknown, schema?: Schema, self?: string): Result<Rule, ErrorPlace[]> {
  const reader = new Reader(json);
  if (!reader.object(['version', 'where'])) return err(reader.errors);
  const version = reader.at('version');
  if (version.json !== 1) {
    version.fail('unknown_version', 'The version of the rule language is 1.');
    return err(reader.errors);
  }
  const where = readNode(reader.at('where'), 1);
  if (!where || reader.errors.length > 0) return err(reader.errors);
  const cost = costOf(where);
  if (cost > MAX_COST) {
    const message = `The rule costs ${cost}, at most ${MAX_COST} is allowed.`;
    reader.at('where').fail('too_costly', message);
    return err(reader.errors);
  }
  const rule = freeze<Rule>({ version: 1, where });
  const errors = schema ? check(rule, schema, self) : [];
  return errors.length > 0 ? err(errors) : ok(rule);
}
