import type { Addresses } from './addresses.js';
import type { Behaviour } from './behaviour.js';

/** One request that a customer, or a machine on the way to them, makes. */
export interface Visit {
  method: 'GET' | 'HEAD' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** Programs with which people read mail, as they call themselves. */
const browsers: readonly [string, ...string[]] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0',
];
const gmailProxy =
  'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
/** Apple's Mail Privacy Protection says nothing more. */
const privacyProxy = 'Mozilla/5.0';

const visit = (url: string, agent: string, method: Visit['method'] = 'GET'): Visit => ({
  method,
  url,
  headers: { 'user-agent': agent },
});

const browserOf = (number: number): string => browsers[number % browsers.length] ?? browsers[0];

/** What machines do at the moment of arrival: security gateways follow every link at once. */
export function onArrival({ mailbox }: Behaviour, { clicks }: Addresses, number: number): Visit[] {
  if (mailbox === 'scanner') return clicks.map((url) => visit(url, browserOf(number)));
  if (mailbox === 'link_checker') return clicks.map((url) => visit(url, browserOf(number), 'HEAD'));
  return [];
}

/** What comes later, in this order: pictures, links, and leaving as a mail program does it. */
export function later(behaviour: Behaviour, addresses: Addresses, number: number): Visit[] {
  const { mailbox, opens, clicks, unsubscribes } = behaviour;
  const browser = browserOf(number);
  const visits: Visit[] = [];
  if (addresses.pixel) {
    if (mailbox === 'privacy') visits.push(visit(addresses.pixel, privacyProxy));
    else if (opens) visits.push(visit(addresses.pixel, mailbox === 'proxy' ? gmailProxy : browser));
  }
  const start = number % Math.max(1, addresses.clicks.length);
  const turned = [...addresses.clicks.slice(start), ...addresses.clicks.slice(0, start)];
  visits.push(...turned.slice(0, clicks).map((url) => visit(url, browser)));
  if (unsubscribes && addresses.oneClick) visits.push(leave(addresses.oneClick));
  return visits;
}

/** RFC 8058 section 3.2: a POST without cookies, and with exactly this body. */
const leave = (url: string): Visit => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'List-Unsubscribe=One-Click',
});
