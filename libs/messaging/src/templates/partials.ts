import { literal } from './expression.js';
import type { Expr } from './expression.js';
import type { Position, Problems } from './problems.js';

/** `{{!-- @params sku name was? --}}`: the values that a partial takes; `?` marks optional ones. */
const declaration = /\{\{!(?:--)?\s*@params\s+([\w?\s]*?)\s*(?:--)?\}\}/;

/** Binds what a partial is given to what it declares. */
export function bindParameters(
  partial: string,
  text: string,
  given: ReadonlyMap<string, Expr>,
  problems: Problems,
  at: Position,
): Map<string, Expr> {
  const declared = (declaration.exec(text)?.[1] ?? '').split(/\s+/).filter(Boolean);
  const names = new Map<string, Expr>();
  for (const one of declared) {
    const name = one.replace('?', '');
    const value = given.get(name);
    if (!value && !one.endsWith('?')) {
      problems.add(at, 'missing_parameter', `Partial "${partial}" needs "${name}".`);
    }
    names.set(name, value ?? literal(undefined));
  }
  for (const name of given.keys()) {
    if (!names.has(name)) {
      problems.add(at, 'unknown_parameter', `Partial "${partial}" has no parameter "${name}".`);
    }
  }
  return names;
}
