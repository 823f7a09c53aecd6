import { limits } from './content.js';
import { truthOf } from './environment.js';
import { Expansion } from './expansion.js';
import type { Token } from './expansion.js';
import { literal, resolve, resolveCall } from './expression.js';
import type { Expr, Resolution, Scope } from './expression.js';
import { openLoop, stripped } from './loops.js';
import { bindParameters } from './partials.js';
import type { Position } from './problems.js';
import { helpers } from './helpers/index.js';
import { parseSource } from './syntax.js';

/** The sources that an expression may pull in. */
export interface Sources {
  readonly partials: Readonly<Record<string, string>>;
  /** What `{{> body}}` stands for in a layout. */
  readonly body?: { readonly source: string; readonly text: string };
}

/** How values that are known beforehand are written into the text. */
export type WriteStatic = (text: string) => string;

interface Walk {
  readonly out: Expansion;
  readonly on: Resolution;
  readonly sources: Sources;
  readonly write: WriteStatic;
  readonly source: string;
  readonly depth: number;
  /** Counts statements: partials that call partials multiply, even when they write nothing. */
  readonly spent: { statements: number };
  /** Partials are called many times and parsed once. */
  readonly parsed: Map<string, hbs.AST.Program | undefined>;
}

const rootScope: Scope = { names: new Map() };

/**
 * Puts layouts and partials in, resolves every name and leaves a text with marks. Only what is
 * listed here is let through; everything else in the language of Handlebars is an error.
 */
export function expand(
  text: string,
  source: string,
  sources: Sources,
  on: Resolution,
  write: WriteStatic,
): Expansion {
  const out = new Expansion();
  const spent = { statements: 0 };
  const parsed: Walk['parsed'] = new Map();
  expandSource(text, rootScope, { out, on, sources, write, source, depth: 0, spent, parsed });
  return out;
}

function expandSource(text: string, scope: Scope, walk: Walk): void {
  const { parsed, source } = walk;
  if (!parsed.has(source)) parsed.set(source, parseSource(text, source, walk.on.problems));
  const program = parsed.get(source);
  if (program) expandBody(program.body, scope, walk);
}

function expandBody(body: readonly hbs.AST.Statement[], scope: Scope, walk: Walk): void {
  for (const statement of body) {
    const at = { source: walk.source, line: lineOf(statement) };
    if (isTooLarge(walk)) return;
    expandStatement(statement, scope, walk, at);
  }
}

function isTooLarge(walk: Walk): boolean {
  walk.spent.statements += 1;
  const long = walk.out.text.length > limits.expandedLength;
  if (!long && walk.spent.statements <= limits.statements) return false;
  const most = long
    ? `${limits.expandedLength} characters`
    : `${limits.statements} pieces of text and expressions`;
  const message = `With its layout and partials this is more than ${most}.`;
  walk.on.problems.at(walk.source, 'too_large', message);
  return true;
}

function expandStatement(node: hbs.AST.Statement, scope: Scope, walk: Walk, at: Position): void {
  switch (node.type) {
    case 'CommentStatement':
      return;
    case 'ContentStatement':
      walk.out.append((node as hbs.AST.ContentStatement).value, at);
      return;
    case 'MustacheStatement':
      expandValue(node as hbs.AST.MustacheStatement, scope, walk, at);
      return;
    case 'BlockStatement':
      expandBlock(node as hbs.AST.BlockStatement, scope, walk, at, false);
      return;
    case 'PartialStatement':
      expandPartial(node as hbs.AST.PartialStatement, scope, walk, at);
      return;
    default:
      walk.on.problems.add(at, 'unsafe_expression', `${node.type} is not allowed.`);
  }
}

function expandValue(
  node: hbs.AST.MustacheStatement,
  scope: Scope,
  walk: Walk,
  at: Position,
): void {
  if (!node.escaped) {
    walk.on.problems.add(at, 'unsafe_expression', 'Unescaped output {{{…}}} is not allowed.');
    return;
  }
  const named = node.path.type === 'PathExpression' && (node.path as hbs.AST.PathExpression);
  const lone = named && node.params.length === 0 && !node.hash?.pairs.length;
  const helper = named && helpers.has(named.original) && !scope.names.has(named.original);
  const expr =
    lone && !helper
      ? resolve(node.path, scope, walk.on, at)
      : resolveCall(node, scope, walk.on, at);
  if (!expr) return;
  if (expr.literal) {
    walk.out.append(walk.write(String(expr.literal.value ?? '')), at);
    return;
  }
  const type = expr.node?.spec?.type;
  if (type === 'list') {
    walk.on.problems.add(at, 'wrong_arguments', 'A list is written by {{#each}}.');
    return;
  }
  const shown = type === 'date' ? { ...expr, print: `(date ${expr.print})` } : expr;
  walk.out.appendToken({ kind: 'value', at, expr, print: stripped(inner(shown), node.strip) });
}

/** An expression as it stands alone: a call loses its parentheses. */
function inner(expr: Expr): string {
  return expr.print.startsWith('(') ? expr.print.slice(1, -1) : expr.print;
}

function expandBlock(
  node: hbs.AST.BlockStatement,
  scope: Scope,
  walk: Walk,
  at: Position,
  chained: boolean,
): void {
  const name = node.path.original;
  const [param, ...more] = node.params;
  if (name !== 'if' && name !== 'unless' && name !== 'each') {
    walk.on.problems.add(at, 'unknown_helper', `There is no block "${String(name)}".`);
    return;
  }
  if (!param || more.length > 0 || node.hash?.pairs.length) {
    walk.on.problems.add(at, 'wrong_arguments', `{{#${name}}} takes one value.`);
    return;
  }
  const expr = resolve(param, scope, walk.on, at);
  if (!expr) return;
  if (walk.depth >= limits.depth) {
    walk.on.problems.add(at, 'too_deep', `More than ${limits.depth} levels of nesting.`);
    return;
  }
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (expr.literal && name !== 'each' && !chained) {
    const yes = truthOf(expr.literal.value) === (name === 'if');
    const branch = yes ? node.program : node.inverse;
    if (branch) expandBody(branch.body, scope, deeper);
    return;
  }
  const loop = name === 'each' ? openLoop(expr, node, scope, walk.on, at) : undefined;
  if (name === 'each' && !loop) return;
  const head = `${name} ${expr.print}${loop ? ` as |${loop.params}|` : ''}`;
  put(
    walk,
    chained ? 'else' : 'open',
    at,
    stripped(chained ? `else ${head}` : `#${head}`, node.openStrip),
  );
  expandBody(node.program.body, loop?.scope ?? scope, deeper);
  if (node.inverse) expandElse(node, node.inverse, scope, deeper);
  if (!chained) put(walk, 'close', at, stripped(`/${name}`, node.closeStrip));
}

function expandElse(
  node: hbs.AST.BlockStatement,
  inverse: hbs.AST.Program,
  scope: Scope,
  walk: Walk,
): void {
  const first = inverse.body[0];
  const at = { source: walk.source, line: lineOf(inverse) };
  if (first?.type === 'BlockStatement' && 'chained' in inverse && inverse.chained) {
    expandBlock(first as hbs.AST.BlockStatement, scope, walk, at, true);
    return;
  }
  put(walk, 'else', at, stripped('else', node.inverseStrip));
  expandBody(inverse.body, scope, walk);
}

function put(walk: Walk, kind: Token['kind'], at: Position, print: string): void {
  walk.out.appendToken({ kind, at, print });
}

function expandPartial(
  node: hbs.AST.PartialStatement,
  scope: Scope,
  walk: Walk,
  at: Position,
): void {
  if (node.name.type !== 'PathExpression' || node.params.length > 0) {
    walk.on.problems.add(at, 'unsafe_expression', 'A partial is called by its plain name.');
    return;
  }
  if (walk.depth >= limits.depth) {
    walk.on.problems.add(at, 'too_deep', 'Partials contain each other without end.');
    return;
  }
  const name = node.name.original;
  const { body, partials } = walk.sources;
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (name === 'body' && body) {
    const sources = { partials };
    expandSource(body.text, rootScope, { ...deeper, sources, source: body.source });
    return;
  }
  const text = Object.hasOwn(partials, name) ? partials[name] : undefined;
  if (text === undefined) {
    walk.on.problems.add(at, 'unknown_partial', `There is no partial "${name}".`);
    return;
  }
  const given = new Map<string, Expr>();
  for (const pair of node.hash?.pairs ?? []) {
    given.set(pair.key, resolve(pair.value, scope, walk.on, at) ?? literal(''));
  }
  const names = bindParameters(name, text, given, walk.on.problems, at);
  expandSource(text, { names }, { ...deeper, source: `partials.${name}` });
}

const lineOf = (node: { readonly loc: hbs.AST.SourceLocation }): number =>
  node.loc?.start.line ?? 1;
