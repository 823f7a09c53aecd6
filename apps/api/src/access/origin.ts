import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '#libs/kernel';

const hostOf = (url: string | undefined): string | null =>
  url && URL.canParse(url) ? new URL(url).host : null;

/** `Origin: null` comes from sandboxed pages: it is somebody, and not us. */
const sourceOf = ({ origin, referer }: IncomingHttpHeaders): string | undefined =>
  origin ?? referer;

/**
 * Whether the page that sent a request is ours: of PUBLIC_URL's host, or of the host that the
 * request itself went to (ASVS 5.0, V3.5.1). A request that names no page is not of ours.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const host = hostOf(sourceOf(headers));
  return host !== null && (host === hostOf(publicUrl) || host === headers.host);
}

/** Whether a page sent the request at all: browsers always say so with unsafe methods. */
export const namesOrigin = (headers: IncomingHttpHeaders): boolean =>
  sourceOf(headers) !== undefined;

export const foreignOrigin = () =>
  new DomainError(
    'csrf.origin',
    'forbidden',
    'A session may change things only from pages of this site: send its Origin.',
  );

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isUnsafe = (method: string): boolean => !safe.has(method);
