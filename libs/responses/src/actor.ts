import { isbot } from 'isbot';

/** Who opened or clicked. Both are kept; people's are the headline. */
export interface ActorVerdict {
  actor: 'person' | 'machine';
  /** Stable name of the rule that decided. */
  reason: string;
}

/** What is known of a request when it is judged. */
export interface Visit {
  method: string;
  userAgent: string | null;
  /** Purpose or Sec-Purpose, as browsers and proxies send it with a prefetch. */
  purpose: string | null;
  /** Milliseconds since the message was handed over; null when unknown. */
  sinceSentMs: number | null;
  /** Links of the same message that were followed within the last seconds, this one left out. */
  otherRecentClicks: number;
}

/** A person needs longer than this to receive, open and click. */
const instantMs = 2000;
/** Security gateways follow every link of a message at once. */
const burst = 3;

/** Mail proxies that fetch images when a person looks at the message. */
const personalProxy = /GoogleImageProxy|YahooMailProxy/i;

type Rule = readonly [reason: string, holds: (visit: Visit) => boolean];

const machineRules: readonly Rule[] = [
  ['head_request', ({ method }) => method === 'HEAD'],
  ['prefetch', ({ purpose }) => /prefetch|preview/i.test(purpose ?? '')],
  ['no_user_agent', ({ userAgent }) => !userAgent],
  // Apple's Mail Privacy Protection fetches every image under exactly this name.
  ['privacy_proxy', ({ userAgent }) => userAgent === 'Mozilla/5.0'],
  ['bot', ({ userAgent }) => !personalProxy.test(userAgent ?? '') && isbot(userAgent)],
];

const clickRules: readonly Rule[] = [
  ['instant', ({ sinceSentMs }) => sinceSentMs !== null && sinceSentMs < instantMs],
  ['burst', ({ otherRecentClicks }) => otherRecentClicks >= burst],
];

function judge(visit: Visit, rules: readonly Rule[]): ActorVerdict {
  const rule = rules.find(([, holds]) => holds(visit));
  return rule ? { actor: 'machine', reason: rule[0] } : { actor: 'person', reason: 'default' };
}

/** Judges a fetched pixel. */
export const judgeOpen = (visit: Visit): ActorVerdict => judge(visit, machineRules);

/** Judges a followed link. */
export const judgeClick = (visit: Visit): ActorVerdict =>
  judge(visit, [...machineRules, ...clickRules]);
