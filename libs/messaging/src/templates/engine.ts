import Handlebars from 'handlebars';
import { DomainError } from '#libs/kernel';
import type { HtmlPieces } from '../mime/index.js';
import { limits } from './content.js';
import type { RenderData } from './data.js';
import { textOf, truthOf } from './environment.js';
import type { RenderEnv, Settings } from './environment.js';
import { helpers } from './helpers/index.js';
import { StaticParts } from './static-parts.js';

/** For which sort of text values are escaped. */
export type EscapeMode = 'html' | 'text';

/** Renders one part of a message. */
export type PartRenderer = (data: RenderData, env: RenderEnv) => string;

/** Renders the HTML of a message, its static parts as such. */
export type HtmlRenderer = (data: RenderData, env: RenderEnv) => HtmlPieces;

type Inside = (context: object, options?: { data: object; blockParams: unknown[] }) => string;

/** What Handlebars hands to a helper after its values. */
interface Options {
  readonly hash: Settings;
  readonly data: { readonly env: RenderEnv };
  readonly fn: Inside;
  readonly inverse: Inside;
}

const all = helperTable();
const strict = {
  knownHelpers: Object.fromEntries(Object.keys(all).map((name) => [name, true])),
  knownHelpersOnly: true,
  // Parsing has taken the lines of lone blocks away: compiling must not look for them again.
  ignoreStandalone: true,
};

/** Compiles a printed template. Its text comes from `printTemplate` alone, never from an author. */
export function compilePart(template: string, mode: EscapeMode): PartRenderer {
  const run = compile(Handlebars.parse(template), mode);
  return (data, env) => {
    const rendered = run(data, { data: { env } });
    if (rendered.length > limits.renderedLength) throw tooLong();
    return rendered;
  };
}

/** Compiles printed HTML, the static parts of which are encoded once and not for every message. */
export function compileHtml(template: string): HtmlRenderer {
  const program = Handlebars.parse(template);
  const parts = new StaticParts();
  parts.takeFrom(program);
  const run = compile(program, 'html');
  return (data, env) => {
    const html = parts.split(run(data, { data: { env } }));
    if (html.length > limits.renderedLength) throw tooLong();
    return html;
  };
}

/**
 * By an engine of its own, that has the helpers which the template calls and none else, not even those
 * that Handlebars brings: each time that it runs it goes through all that it has.
 */
function compile(program: hbs.AST.Program, mode: EscapeMode) {
  const engine = Handlebars.create();
  for (const name of Object.keys(engine.helpers)) engine.unregisterHelper(name);
  for (const name of namesIn(program)) if (all[name]) engine.registerHelper(name, all[name]);
  return engine.compile<RenderData>(program, { ...strict, noEscape: mode === 'text' });
}

/** Every name that a template writes, of helpers and of values. */
function namesIn(program: hbs.AST.Program): ReadonlySet<string> {
  const names = new Set<string>();
  const visitor = new Handlebars.Visitor();
  visitor.PathExpression = (path) => names.add(path.original);
  visitor.accept(program);
  return names;
}

/** Everything that a printed template may call. */
function helperTable(): Readonly<Record<string, Handlebars.HelperDelegate>> {
  const table: Record<string, Handlebars.HelperDelegate> = {};
  for (const helper of helpers.values())
    table[helper.name] = (...args: unknown[]) => {
      const options = args.pop() as Options;
      return helper.call(args, options.hash, options.data.env);
    };
  return {
    ...table,
    if: (value: unknown, options: Options) => branch(truthOf(value), options),
    unless: (value: unknown, options: Options) => branch(!truthOf(value), options),
    each,
    _char: (code: number) => String.fromCharCode(code),
    _encode: (value: unknown) => encodeURIComponent(wellFormed(textOf(value))),
    _image: (value: unknown) => {
      const address = textOf(value).trim();
      return /^https?:\/\//i.test(address) ? address : '';
    },
    _link: (position: number, ...args: unknown[]) => {
      const { env } = (args.pop() as Options).data;
      const url = args.map(textOf).join('');
      return env.link ? env.link(position, url) : url;
    },
    _preheader: (options: Options) => options.data.env.preheader,
    _pixel: (options: Options) => {
      const { pixelUrl } = options.data.env;
      if (!pixelUrl) return '';
      const src = Handlebars.escapeExpression(pixelUrl);
      return new Handlebars.SafeString(
        `<img src="${src}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px" />`,
      );
    },
  };
}

const nothing = {};

function branch(yes: boolean, options: Options): string {
  return yes ? options.fn(nothing) : options.inverse(nothing);
}

/** Rounds and length are counted: a small template could else fill the memory. */
function each(list: unknown, options: Options): string {
  if (!Array.isArray(list) || list.length === 0) return options.inverse(nothing);
  const { env } = options.data;
  let text = '';
  for (const [index, item] of (list as unknown[]).entries()) {
    env.iterations += 1;
    const blockParams = [item, index, index === list.length - 1];
    text += options.fn(nothing, { data: options.data, blockParams });
    if (env.iterations > limits.iterations || text.length > limits.renderedLength) throw tooLong();
  }
  return text;
}

/** encodeURIComponent refuses half of a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '',
  );
}

function tooLong(): DomainError {
  const { iterations, renderedLength } = limits;
  const message = `A message may take ${iterations} rounds of loops and ${renderedLength} characters.`;
  return new DomainError('template.too_long', 'invalid', message);
}
