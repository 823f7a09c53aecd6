import { addDays, dayAt, localInstant, minutesOf } from '#libs/kernel';
import type { ChannelName } from '../channels/channel.js';
import type { QuietHours, QuietWindow } from './sending-limits.js';

/** The end of the quiet window that contains an instant, in milliseconds; null outside of one. */
export function quietUntil(now: number, { from, to }: QuietWindow, zone: string): number | null {
  const [first, last] = [minutesOf(from), minutesOf(to)];
  const today = dayAt(now, zone);
  // One that runs past midnight may have begun yesterday.
  for (const day of [addDays(today, -1), today]) {
    const end = localInstant(last > first ? day : addDays(day, 1), last, zone);
    if (localInstant(day, first, zone) <= now && now < end) return end;
  }
  return null;
}

/** The windows that hold for somebody: their country's, where it has any, else those for everybody. */
function windowsOf(
  quietHours: readonly QuietHours[],
  channel: ChannelName,
  country: string | null,
): QuietHours[] {
  const ofChannel = quietHours.filter((hours) => (hours.channel ?? channel) === channel);
  const own = ofChannel.filter((hours) => hours.country !== null && hours.country === country);
  return own.length > 0 ? own : ofChannel.filter((hours) => hours.country === null);
}

/** Windows that follow on each other are one silence; more than a week of them is no rule but a mistake. */
const mostWindows = 14;

/**
 * Until when an organisation's quiet hours last for people of a channel, country and zone, in
 * milliseconds; null when they may be written to now.
 */
export class QuietClock {
  /** Everybody of one zone and country has the same answer for as long as the minute lasts. */
  private known = new Map<string, number | null>();
  private minute = -1;

  constructor(private readonly quietHours: readonly QuietHours[]) {}

  until(now: number, channel: ChannelName, country: string | null, zone: string): number | null {
    if (this.quietHours.length === 0) return null;
    const minute = Math.floor(now / 60_000);
    if (minute !== this.minute) {
      this.minute = minute;
      this.known = new Map();
    }
    const key = `${channel} ${country ?? ''} ${zone}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const until = this.end(now, windowsOf(this.quietHours, channel, country), zone);
    this.known.set(key, until);
    return until;
  }

  private end(now: number, windows: readonly QuietHours[], zone: string): number | null {
    let until = now;
    for (let n = 0; n < mostWindows; n++) {
      const ends = windows.map((window) => quietUntil(until, window, zone) ?? until);
      const later = Math.max(until, ...ends);
      if (later === until) break;
      until = later;
    }
    return until > now ? until : null;
  }
}
