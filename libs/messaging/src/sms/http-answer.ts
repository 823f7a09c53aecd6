import { messageOf } from '#libs/kernel';
import type { SendOutcome } from '../channels/channel.js';

/** What a gateway answered, read to its end. */
export interface HttpAnswer {
  status: number;
  body: string;
}

/** Failures of before a request was written: nothing can have been taken. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);

const codeOf = (error: unknown): string =>
  (error as { cause?: { code?: string } } | null)?.cause?.code ?? '';

/** TLS names its faults so: they come before anything is written. */
const ofTls = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/**
 * Asks a gateway. An answer that came is returned, whatever it says; one that did not is an outcome: it
 * met nobody, or, once the request may have been heard, it is uncertain, unless the gateway tells
 * repeats.
 * @param timeoutMs from connecting to the answer's last byte.
 */
export async function ask(
  url: string,
  request: RequestInit,
  { timeoutMs, idempotent }: { timeoutMs: number; idempotent: boolean },
): Promise<HttpAnswer | SendOutcome> {
  try {
    const response = await fetch(url, {
      ...request,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await response.text().catch(() => '');
    return { status: response.status, body };
  } catch (error) {
    const code = codeOf(error);
    const heard = !unsent.has(code) && !ofTls.test(code);
    if (heard && !idempotent) return { state: 'uncertain' };
    return { state: 'unavailable', why: code || messageOf(error) };
  }
}

/** The value at a path such as `data.0.id`, as a text; null where there is none. */
export function valueAt(body: string, path: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}
