import { DAY, dayAt, dayOf } from '#libs/kernel';
import type { ChannelName } from '../channels/channel.js';
import type { PaceLimit, PacePeriod, SendingLimits, WarmUp } from '../limits/sending-limits.js';

/** At most `capacity` messages in any stretch of `windowMs`. */
export interface PaceRule {
  /** Names the counter: rules of the same name count together. */
  name: string;
  windowMs: number;
  capacity: number;
  /** Whoever has to wait for it is told a time at most so far ahead; then they ask again. */
  horizonMs: number;
}

/** Which way a message goes: what limits are about. */
export interface Route {
  channel: ChannelName;
  /** The sender's address or name. */
  sender: string;
  /** The recipient's mail domain; null where there is none. */
  domain: string | null;
}

const lengths: Readonly<Record<PacePeriod, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
};

/**
 * So far ahead at least, since each who asks in vain costs; and for the whole of a long window, which
 * leaves nothing before its end to those who ask earlier.
 */
const shortestHorizonMs = 15 * 60_000;
const horizonOf = (windowMs: number): number => Math.max(shortestHorizonMs, windowMs);

/** The part behind the `@`, in small letters; null where there is none. */
export function domainOf(address: string | null): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  return at < 0 ? null : address!.slice(at + 1).toLowerCase();
}

const isSender = (key: string, sender: string): boolean =>
  key.toLowerCase() === sender.toLowerCase() || key.toLowerCase() === domainOf(sender);

function concerns({ scope, key }: PaceLimit, all: readonly PaceLimit[], route: Route): boolean {
  if (scope === 'channel') return key === route.channel;
  if (scope === 'sender') return isSender(key, route.sender);
  if (key !== '*') return key.toLowerCase() === route.domain;
  // A domain that is named has its own limits and not everybody's.
  const named = all.some(
    (each) => each.scope === 'domain' && each.key.toLowerCase() === route.domain,
  );
  return route.domain !== null && !named;
}

function warmUpRule({ sender, from, perDay }: WarmUp, now: number, zone: string): PaceRule | null {
  const day = Math.round((dayAt(now, zone) - dayOf(from)) / DAY);
  // Before its first day as on it: a sender that is to be warmed up does not begin hot.
  const capacity = perDay[Math.max(0, day)];
  if (capacity === undefined) return null;
  return {
    name: `warm-up:${sender.toLowerCase()}`,
    windowMs: DAY,
    capacity,
    horizonMs: horizonOf(DAY),
  };
}

/** Every limit that holds for a message on its way, at an instant (milliseconds). */
export function paceRules(
  { pace, warmUps }: Pick<SendingLimits, 'pace' | 'warmUps'>,
  route: Route,
  now: number,
  zone: string,
): PaceRule[] {
  const limits = pace.filter((limit) => concerns(limit, pace, route));
  const warming = warmUps.filter(({ sender }) => isSender(sender, route.sender));
  return [
    ...limits.map(({ scope, key, messages, per }) => ({
      name: `${scope}:${key === '*' ? route.domain! : key.toLowerCase()}:${per}`,
      windowMs: lengths[per],
      capacity: messages,
      horizonMs: horizonOf(lengths[per]),
    })),
    ...warming.flatMap((warmUp) => warmUpRule(warmUp, now, zone) ?? []),
  ];
}
