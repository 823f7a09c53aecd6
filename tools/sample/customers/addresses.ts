import type { OpenedLetter } from '../catcher.js';

/** Where a message leads, as a mail program finds it. */
export interface Addresses {
  pixel: string | null;
  /** Tracked links in the order in which they stand, each once. */
  clicks: string[];
  /** The https or http address of List-Unsubscribe, when the message allows one click (RFC 8058). */
  oneClick: string | null;
}

/** Reads the addresses out of a caught message. */
export function addressesIn({ html, headers }: OpenedLetter): Addresses {
  const body = html ?? '';
  const attribute = (name: string): string[] =>
    [...body.matchAll(new RegExp(`\\b${name}="(https?://[^"]+)"`, 'g'))].map(([, url]) =>
      (url ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
    );
  const header = (wanted: string): string =>
    headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
  const allowed = header('list-unsubscribe-post').trim() === 'List-Unsubscribe=One-Click';
  return {
    pixel: attribute('src').find((url) => url.includes('/t/o/')) ?? null,
    clicks: [...new Set(attribute('href').filter((url) => url.includes('/t/c/')))],
    oneClick: allowed ? (/<(https?:[^>]+)>/.exec(header('list-unsubscribe'))?.[1] ?? null) : null,
  };
}
