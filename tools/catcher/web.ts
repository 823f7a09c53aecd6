import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { CaughtQuery } from './caught.js';
import { close, listen, portOf, send, sendJson, sendProblem } from './http.js';
import { openMessage, type OpenedMessage } from './opened.js';
import { listPage, messagePage } from './pages.js';
import type { CaughtStore } from './store.js';
import { languageOf } from './texts.js';

const html = 'text/html; charset=utf-8';
/** The pages need no script at all, and none that a message brings along may run. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'";
/** Images may load from anywhere, as in a mail program: opening a message here counts as an open. */
const messagePolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'";

/** Where people and tests read what was caught. */
export class CaughtPages {
  private server!: Server;

  private constructor(
    private readonly store: CaughtStore,
    private readonly onlyLoopback: boolean,
  ) {}

  /** @param port 0 for any free one */
  static async start(store: CaughtStore, port = 0, host = '127.0.0.1'): Promise<CaughtPages> {
    const pages = new CaughtPages(store, host === '127.0.0.1');
    const handler = (request: IncomingMessage, response: ServerResponse): void => {
      pages.answer(request, response).catch(() => response.destroy());
    };
    pages.server = await listen(handler, port, host);
    return pages;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.onlyLoopback && !isLoopback(request.headers.host)) {
      // A foreign site's name that resolves to this machine must not read the mail.
      return sendProblem(response, 421, 'only for this machine');
    }
    if (request.method !== 'GET') return sendProblem(response, 405, 'only GET');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://catcher');
    if (pathname === '/health') return sendJson(response, 200, { status: 'ok' });
    if (pathname === '/') return this.list(request, response, searchParams);
    if (pathname === '/api/counts') {
      return sendJson(response, 200, this.store.count(searchParams.get('campaign') ?? undefined));
    }
    if (pathname === '/api/messages') {
      const query = readQuery(searchParams);
      if (typeof query === 'string') return sendProblem(response, 400, query);
      return sendJson(response, 200, this.store.list(query));
    }
    const [, api, id = '', part = ''] =
      /^(\/api)?\/messages\/(\d+)(?:\/(source|html))?$/.exec(pathname) ?? [];
    return this.one(request, response, id, `${api ?? ''}/${part}`);
  }

  private list(request: IncomingMessage, response: ServerResponse, params: URLSearchParams): void {
    const query = readQuery(params);
    if (typeof query === 'string') return sendProblem(response, 400, query);
    const { to = '', campaign = '', after = '' } = query;
    const language = languageOf(request.headers['accept-language']);
    const counts = this.store.count(query.campaign);
    const page = listPage(this.store.list(query), counts, { to, campaign, after }, language);
    send(response, 200, html, page, { 'content-security-policy': pagePolicy });
  }

  private async one(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    what: string,
  ): Promise<void> {
    const message = this.store.get(id);
    const source = await this.store.read(id);
    if (message === undefined || source === undefined) {
      return sendProblem(response, 404, 'no such message');
    }
    if (what === '/api/source') return send(response, 200, 'text/plain; charset=utf-8', source);
    const opened: OpenedMessage = await openMessage(message, source);
    if (what === '/api/') return sendJson(response, 200, opened);
    if (what === '/html') {
      const body = `<base target="_blank">${opened.html ?? ''}`;
      return send(response, 200, html, body, { 'content-security-policy': messagePolicy });
    }
    if (what !== '/') return sendProblem(response, 404, 'no such part');
    const page = messagePage(opened, languageOf(request.headers['accept-language']));
    send(response, 200, html, page, { 'content-security-policy': pagePolicy });
  }
}

/** @returns what is wrong with it when it is not a query; empty parameters count as absent */
export function readQuery(params: URLSearchParams): CaughtQuery | string {
  const given = (name: string): string | undefined => params.get(name) || undefined;
  const kind = given('kind');
  const after = given('after');
  const limit = given('limit') ?? '50';
  if (kind !== undefined && kind !== 'email' && kind !== 'sms') return 'kind is email or sms';
  if (after !== undefined && !/^[1-9]\d{0,14}$/.test(after)) return 'after is the id of a message';
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > 1000) {
    return 'limit is a number from 1 to 1000';
  }
  return { kind, campaign: given('campaign'), to: given('to'), after, limit: Number(limit) };
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? '');
}
