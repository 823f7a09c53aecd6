import { decodeEntities, encodeEntities } from './entities.js';
import { piecesOf } from './expansion.js';
import type { Token } from './expansion.js';
import { encodedMark, trackLink } from './links.js';
import type { LinkMaker } from './links.js';
import type { Position } from './problems.js';

/** Attributes whose values are words for people. */
const words = /^(?:alt|title|label|lang|value|summary|aria-[a-z-]+)$/;
/** Attributes that make a program fetch something. */
const addresses = /^(?:.*src|.*-url|background|poster|srcset)$/;
const attribute = /([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*')/g;

/** Checks the attributes of a tag and puts link slots into it. Returns them as they are to stand. */
export function checkAttributes(tag: string, text: string, at: Position, maker: LinkMaker): string {
  const rest = text.replace(attribute, ' ');
  if (/[="'\uE000]/.test(rest)) {
    const message = `In <${tag}>: an attribute is written name="value", and expressions stand within the quotes.`;
    maker.problems.add(at, 'broken_markup', message);
  }
  return text.replace(attribute, (_all, name: string, equals: string, quoted: string) => {
    const value = checkValue(tag, name.toLowerCase(), quoted.slice(1, -1), at, maker);
    return `${name}${equals}${quoted.charAt(0)}${value}${quoted.charAt(0)}`;
  });
}

function checkValue(
  tag: string,
  name: string,
  value: string,
  at: Position,
  maker: LinkMaker,
): string {
  const { problems, out } = maker;
  const pieces = piecesOf(value, out.tokens);
  const tokens = pieces.filter((piece) => typeof piece === 'object');
  if (name.startsWith('on')) {
    problems.add(at, 'unsafe_markup', `No script may stand in a message: ${name}.`);
  }
  if (!balanced(tokens)) {
    problems.add(at, 'broken_markup', `A block opens and closes within the value of ${name}.`);
  }
  if (name === 'href' && tag !== 'mj-font' && tag !== 'link') {
    const slot = trackLink(decodeEntities(value), at, maker);
    return encodeEntities(slot);
  }
  if (addresses.test(name)) return checkAddress(name, value, pieces, at, maker);
  if (!words.test(name) && tokens.some((token) => token.kind === 'value')) {
    const message = `The value of ${name} may be chosen by {{#if}}, but not come from data.`;
    problems.add(at, 'unsafe_expression', message);
  }
  return value;
}

/** Pictures: a fixed host with encoded values, or one whole variable, of which only http(s) counts. */
function checkAddress(
  name: string,
  value: string,
  pieces: readonly (string | Token)[],
  at: Position,
  maker: LinkMaker,
): string {
  const [first] = pieces;
  if (pieces.length === 1 && typeof first === 'object' && first.kind === 'value') {
    const print = `{{_image ${first.expr?.print ?? ''}}}`;
    return maker.out.mark({ kind: 'address', at: first.at, print });
  }
  if (
    value.trim() !== '' &&
    !/^\s*(?:https?:\/\/[^\s/\uE000]+(?:\/|$)|cid:|data:image\/)/i.test(value)
  ) {
    maker.problems.add(
      at,
      'unsafe_markup',
      `${name} is an https address whose host is written out.`,
    );
  }
  return pieces
    .map((piece) =>
      typeof piece === 'object' && piece.kind === 'value' ? encodedMark(piece, maker.out) : piece,
    )
    .map((piece) => (typeof piece === 'string' ? piece : maker.out.mark(piece)))
    .join('');
}

function balanced(tokens: readonly Token[]): boolean {
  let open = 0;
  for (const token of tokens) {
    if (token.kind === 'open') open += 1;
    else if (token.kind === 'close') open -= 1;
    if (open < 0 || (token.kind === 'else' && open === 0)) return false;
  }
  return open === 0;
}
