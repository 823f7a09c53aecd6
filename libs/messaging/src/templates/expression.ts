import { textOf } from './environment.js';
import type { RenderEnv } from './environment.js';
import { helpers } from './helpers/index.js';
import { chooseLanguage, localeOf } from './language.js';
import type { Position, Problems } from './problems.js';
import type { UsedVariables } from './data.js';
import { follow, nearest } from './schema.js';
import type { VariableNode } from './schema.js';

export type Literal = string | number | boolean | null | undefined;

/** An expression whose names are resolved, written so that it means the same anywhere. */
export interface Expr {
  /** As an argument: `@root.contact.firstName`, `v1.price`, `(money v1.price)`, `"text"`. */
  readonly print: string;
  /** Its value, where it is known before any message is rendered. */
  readonly literal?: { readonly value: Literal };
  /** What is known about the variable, where it is one. */
  readonly node?: VariableNode;
  /** Whether it depends on the item of a loop. */
  readonly perItem: boolean;
}

/** The names that can be used at a place in a source. Partials do not see their caller's. */
export interface Scope {
  readonly names: ReadonlyMap<string, Expr>;
  /** The item of the loop around, whose fields are names too. */
  readonly self?: Expr;
  readonly loop?: { readonly index: string; readonly last: string };
  readonly outer?: Scope;
}

/** What resolving needs to know about the template as a whole. */
export interface Resolution {
  readonly language: string;
  readonly fallbackLanguage: string;
  readonly tree: VariableNode;
  readonly problems: Problems;
  /** Root paths that are read, so that a message is given these and nothing else. */
  readonly used: UsedVariables;
}

const blockNames = new Set(['if', 'unless', 'each']);
const forbidden = /^(?:__.*|constructor|prototype|hasOwnProperty|toString|valueOf)$/;

export function literal(value: Literal): Expr {
  return { print: printLiteral(value), literal: { value }, perItem: false };
}

function printLiteral(value: Literal): string {
  if (typeof value !== 'string') return String(value);
  if (!value.includes('"')) return `"${value}"`;
  return value.includes("'") ? `"${value.replaceAll('"', '\\"')}"` : `'${value}'`;
}

/** Resolves an expression; undefined when it is wrong, and then a problem was added. */
export function resolve(
  node: hbs.AST.Node,
  scope: Scope,
  on: Resolution,
  at: Position,
): Expr | undefined {
  if (isPath(node)) return resolvePath(node, scope, on, at);
  if (isCall(node)) return resolveCall(node, scope, on, at);
  switch (node.type) {
    case 'StringLiteral':
      return textLiteral((node as hbs.AST.StringLiteral).value, on, at);
    case 'NumberLiteral':
      return numberLiteral((node as hbs.AST.NumberLiteral).value, on, at);
    case 'BooleanLiteral':
      return literal((node as hbs.AST.BooleanLiteral).value);
    case 'NullLiteral':
      return literal(null);
    case 'UndefinedLiteral':
      return literal(undefined);
    default:
      on.problems.add(at, 'unsafe_expression', `${node.type} is not allowed.`);
      return undefined;
  }
}

/** A backslash could change where the text ends once it is written again. */
function textLiteral(value: string, on: Resolution, at: Position): Expr | undefined {
  if (!value.includes('\\')) return literal(value);
  on.problems.add(at, 'unsafe_expression', 'No backslash may stand in a quoted text.');
  return undefined;
}

function numberLiteral(value: number, on: Resolution, at: Position): Expr | undefined {
  if (typeof value === 'number' && /^-?\d+(?:\.\d+)?$/.test(String(value))) return literal(value);
  on.problems.add(at, 'wrong_arguments', 'This number is too large or too small.');
  return undefined;
}

const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression =>
  node.type === 'PathExpression';
const isCall = (node: hbs.AST.Node): node is hbs.AST.SubExpression => node.type === 'SubExpression';

function resolvePath(
  path: hbs.AST.PathExpression,
  scope: Scope,
  on: Resolution,
  at: Position,
): Expr | undefined {
  // The parser has allowed an expression where a part's name stands; only names are let through.
  const parts: unknown[] = path.parts;
  const written = path.original;
  if (!parts.every((part) => typeof part === 'string') || parts.some((p) => forbidden.test(p))) {
    on.problems.add(at, 'unsafe_expression', `"${written}" is not allowed.`);
    return undefined;
  }
  let from: Scope | undefined = scope;
  if (path.data) {
    if (parts[0] === 'root') return fromRoot(parts.slice(1), written, on, at);
    const found = parts.length === 1 ? loopValue(parts[0], loopOf(scope)) : undefined;
    return found ?? unknown(written, on, at);
  }
  for (let climb = path.depth; climb > 0; climb -= 1) from = from?.outer;
  const own = path.depth > 0 || /^(?:this\b|\.)/.test(written);
  if (own && from?.self) return member(from.self, parts) ?? unknown(written, on, at);
  const [first = '', ...rest] = parts;
  for (let one = own ? undefined : from; one; one = one.outer) {
    const named = one.names.get(first);
    if (named) return member(named, rest) ?? unknown(written, on, at);
    if (one.self?.node?.children.has(first)) {
      return member(one.self, parts) ?? unknown(written, on, at);
    }
  }
  return fromRoot(parts, written, on, at);
}

function fromRoot(
  parts: readonly string[],
  written: string,
  on: Resolution,
  at: Position,
): Expr | undefined {
  if (parts.length === 1 && parts[0] === 'language') return literal(on.language);
  const node = follow(on.tree, parts);
  if (parts.length === 0 || !node?.spec) return unknown(written, on, at);
  on.used.set(parts.join('\u0000'), { parts, spec: node.spec });
  return { print: `@root${parts.map(segment).join('')}`, node, perItem: false };
}

function member(of: Expr, parts: readonly string[]): Expr | undefined {
  if (parts.length === 0) return of;
  const node = of.node && follow(of.node, parts);
  if (!node?.spec) return undefined;
  return { print: of.print + parts.map(segment).join(''), node, perItem: of.perItem };
}

const segment = (part: string) => (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `.[${part}]`);

function loopOf(scope: Scope): Scope['loop'] {
  return scope.loop ?? (scope.outer && loopOf(scope.outer));
}

function loopValue(name: string | undefined, loop: Scope['loop']): Expr | undefined {
  if (!loop) return undefined;
  if (name === 'index') return { print: loop.index, perItem: true };
  if (name === 'first') return { print: `(eq ${loop.index} 0)`, perItem: true };
  return name === 'last' ? { print: loop.last, perItem: true } : undefined;
}

function unknown(written: string, on: Resolution, at: Position): undefined {
  const close = nearest(on.tree, written);
  const hint = close ? ` Did you mean "${close}"?` : '';
  on.problems.add(at, 'unknown_variable', `There is no variable "${written}".${hint}`);
  return undefined;
}

interface Call {
  readonly path: hbs.AST.Node;
  readonly params: hbs.AST.Expression[];
  readonly hash?: hbs.AST.Hash;
}

/** Resolves a call of a helper, be it the whole expression or a part of one. */
export function resolveCall(
  call: Call,
  scope: Scope,
  on: Resolution,
  at: Position,
): Expr | undefined {
  const name = isPath(call.path) ? call.path.original : '';
  const pairs = call.hash?.pairs ?? [];
  if (name === 't') return translation(call, on, at);
  const helper = helpers.get(name);
  if (!helper) {
    const why = blockNames.has(name) ? `"${name}" is a block: {{#${name} …}}.` : '';
    on.problems.add(at, 'unknown_helper', why || `There is no helper "${name}".`);
    return undefined;
  }
  const [least, most] = helper.takes;
  const odd = pairs.find((pair) => !helper.settings?.includes(pair.key));
  if (call.params.length < least || call.params.length > most || odd) {
    const takes = least === most ? `${least}` : `${least} to ${most}`;
    const why = odd ? `"${name}" has no setting "${odd.key}".` : `"${name}" takes ${takes} values.`;
    on.problems.add(at, 'wrong_arguments', why);
    return undefined;
  }
  const values = call.params.map((param) => resolve(param, scope, on, at));
  const settings = pairs.map((pair) => ({
    key: pair.key,
    value: resolve(pair.value, scope, on, at),
  }));
  const all = [...values, ...settings.map((setting) => setting.value)];
  if (!all.every((one) => one !== undefined)) return undefined;
  if (all.every((one) => one.literal)) {
    const known = values.map((value) => value?.literal?.value);
    if (helper.constant?.(known)) {
      const named = settings.map(({ key, value }) => [key, value?.literal?.value] as const);
      const answer = helper.call(known, Object.fromEntries(named), compileTime(on.language));
      return literal(typeof answer === 'boolean' ? answer : textOf(answer));
    }
  }
  const named = settings.map(({ key, value }) => `${key}=${value?.print ?? ''}`);
  return {
    print: `(${[name, ...values.map((value) => value?.print ?? ''), ...named].join(' ')})`,
    perItem: all.some((one) => one.perItem),
  };
}

/** Of a message, constant answers know the language and nothing else. */
function compileTime(language: string): RenderEnv {
  return { language, locale: localeOf(language), timeZone: 'UTC', preheader: '', iterations: 0 };
}

/** `{{t th="ยกเลิก" en="Unsubscribe"}}`: one of the texts, chosen when the template is compiled. */
function translation(call: Call, on: Resolution, at: Position): Expr | undefined {
  const texts = new Map<string, string>();
  for (const { key, value } of call.hash?.pairs ?? []) {
    if (value.type === 'StringLiteral') texts.set(key, (value as hbs.AST.StringLiteral).value);
  }
  if (texts.size === 0 || texts.size !== call.hash?.pairs.length || call.params.length > 0) {
    on.problems.add(at, 'wrong_arguments', '"t" takes one text for each language: th="…" en="…".');
    return undefined;
  }
  const tags = [...texts.keys()];
  const fallback = chooseLanguage(tags, on.fallbackLanguage, tags[0] ?? '');
  return literal(texts.get(chooseLanguage(tags, on.language, fallback)));
}
