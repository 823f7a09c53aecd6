import type { RenderData } from './data.js';
import { compilePart } from './engine.js';
import { piecesOf, printStatic } from './expansion.js';
import type { Expansion, Token } from './expansion.js';
import { literal } from './expression.js';
import type { Position, Problems } from './problems.js';

/** A tracked link of a template. */
export interface TemplateLink {
  /** Unique within the template, over all its languages; counts from 0. */
  readonly position: number;
  readonly language: string;
  /** The address as written; where it depends on data, with the expressions in braces. */
  readonly url: string;
  /** What people see of it: its text, or the alternative text of its picture. */
  readonly label: string;
  /** Whether it depends on the item of a loop: then only the message itself knows the address. */
  readonly perItem: boolean;
}

/** A link while the template is being compiled. */
export interface DraftLink extends Omit<TemplateLink, 'label'> {
  label: string;
  /** Prints the address; used to answer a click. */
  readonly address: string;
}

/** Scheme and host in full, then nothing but what begins a path, a query or a fragment. */
const staticHost = /^https?:\/\/[^\s/?#@\\\uE000]+(?=[/?#]|$)/i;
const untracked = /^(?:mailto:|tel:|sms:|#)/i;

export interface LinkMaker {
  readonly out: Expansion;
  readonly language: string;
  readonly problems: Problems;
  readonly links: DraftLink[];
  /** Set when a link to leave was seen. */
  unsubscribe: boolean;
}

/**
 * Replaces an address by the slot of a tracked link. The host is fixed when the template is saved,
 * so that no redirect can ever lead anywhere else; values in the rest are percent-encoded
 * (RFC 3986 §2.1). Returns the address as it is to stand there.
 */
export function trackLink(address: string, at: Position, maker: LinkMaker): string {
  const url = address.trim();
  const pieces = piecesOf(url, maker.out.tokens);
  const [first] = pieces;
  if (pieces.length === 1 && typeof first === 'object' && isOwnAddress(first)) {
    if (first.expr?.print === '@root.unsubscribeUrl') maker.unsubscribe = true;
    return url;
  }
  if (untracked.test(url)) {
    return pieces
      .map((piece) => (typeof piece === 'string' ? piece : encodedMark(piece, maker.out)))
      .join('');
  }
  const wrong = whatIsWrong(url, pieces);
  if (wrong) {
    maker.problems.add(at, wrong.code, wrong.message);
    return '#';
  }
  const values = pieces.filter((piece) => typeof piece === 'object');
  const link: DraftLink = {
    position: maker.links.length,
    language: maker.language,
    url: pieces.map((piece) => (typeof piece === 'string' ? piece : shown(piece))).join(''),
    label: '',
    perItem: values.some((value) => value.expr?.perItem),
    address: pieces
      .map((piece) => (typeof piece === 'string' ? printStatic(piece) : `{{${encoded(piece)}}}`))
      .join(''),
  };
  maker.links.push(link);
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? literal(piece).print : `(${encoded(piece)})`,
  );
  const print = `{{_link ${link.position} ${parts.join(' ')}}}`;
  return maker.out.mark({ kind: 'link', at, print });
}

/** A token whose value is percent-encoded. */
export function encodedMark(token: Token, out: Expansion): string {
  return out.mark({ kind: 'address', at: token.at, print: `{{${encoded(token)}}}` });
}

const encoded = (token: Token): string => `_encode ${token.expr?.print ?? '""'}`;
const shown = (token: Token): string => token.print.replaceAll('@root.', '');
const isOwnAddress = (token: Token): boolean => token.expr?.node?.spec?.type === 'url';

function whatIsWrong(
  url: string,
  pieces: readonly (string | Token)[],
): { code: 'link_scheme' | 'link_not_static'; message: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url)) {
    return { code: 'link_scheme', message: 'A link is http, https, mailto, tel or sms.' };
  }
  if (pieces.some((piece) => typeof piece === 'object' && piece.kind !== 'value')) {
    return { code: 'link_not_static', message: 'No block may stand in the address of a link.' };
  }
  const host = staticHost.exec(url)?.[0];
  if (!host || !URL.canParse(host)) {
    const message = 'The address of a link begins with https:// and a host that is written out.';
    return { code: 'link_not_static', message };
  }
  return /[\s\\"]/.test(url)
    ? { code: 'link_not_static', message: 'No space, quote or backslash may stand in an address.' }
    : undefined;
}

/** Prepares the answer to a click: the address of a link for someone's data. */
export function compileAddress(link: DraftLink): (data: RenderData) => string {
  const render = compilePart(link.address, 'text');
  return (data) =>
    render(data, { language: '', locale: 'en', timeZone: 'UTC', preheader: '', iterations: 0 });
}
