import { Random, Weighted } from '../../tools/sample/generator/random.js';

export const eventNames = [
  'viewed',
  'opened',
  'clicked',
  'searched',
  'signed in',
  'added to cart',
  'purchased',
  'wishlisted',
  'reviewed',
  'asked support',
] as const;

/** Of a hundred events. */
const shares = [25, 22, 6, 14, 12, 8, 5, 4, 2, 2];

export const DAY = 86_400_000;
export const daysOfHistory = 365;
const year = daysOfHistory * 86_400;

/** Median of what a contact does in the year; a log-normal with this sigma has a mean of about 20. */
const median = 13;
const sigma = 0.93;
/** Contacts in a million who do tens of thousands of things: shops' own terminals, robots. */
const heavyPerMillion = 25;

/** Events in order of their time, a column each. */
export interface Events {
  /** Contact ids, from 1. */
  readonly contact: Uint32Array;
  /** Index into eventNames. */
  readonly name: Uint8Array;
  /** Seconds since the beginning of the history. */
  readonly second: Uint32Array;
  /** Satang; 0 for none. */
  readonly value: Uint32Array;
  readonly length: number;
}

function howMany(random: Random): number {
  if (random.chance(heavyPerMillion / 1e6)) return random.between(10_000, 40_000);
  return Math.round(median * random.heavyTail(sigma));
}

/** From when to when a contact is about, in seconds: some came during the year, some went. */
function presence(random: Random): [from: number, to: number] {
  const from = random.chance(0.3) ? random.next() * 0.9 * year : 0;
  const to = random.chance(0.3) ? from + random.next() * (year - from) : year;
  return [from, to];
}

/** A year of events, the same for the same number of contacts. */
export function makeEvents(contacts: number): Events {
  const random = new Random(`events of ${contacts}`);
  const names = new Weighted(shares);
  const room = contacts * 22 + 2_000_000;
  const contact = new Uint32Array(room);
  const name = new Uint8Array(room);
  const second = new Uint32Array(room);
  const value = new Uint32Array(room);
  let length = 0;
  for (let id = 1; id <= contacts; id += 1) {
    const [from, to] = presence(random);
    for (let n = howMany(random); n > 0 && length < room; n -= 1) {
      contact[length] = id;
      name[length] = names.draw(random);
      second[length] = Math.floor(from + random.next() * (to - from));
      if (eventNames[name[length]!] === 'purchased')
        value[length] = Math.round(45_000 * random.heavyTail(0.8));
      length += 1;
    }
  }
  return inOrderOfTime({ contact, name, second, value, length });
}

/** As they would have come in: a counting sort by the minute. */
function inOrderOfTime(events: Events): Events {
  const minutes = new Uint32Array(year / 60 + 2);
  for (let i = 0; i < events.length; i += 1) minutes[Math.floor(events.second[i]! / 60) + 1]! += 1;
  for (let i = 1; i < minutes.length; i += 1) minutes[i]! += minutes[i - 1]!;
  const sorted = {
    contact: new Uint32Array(events.length),
    name: new Uint8Array(events.length),
    second: new Uint32Array(events.length),
    value: new Uint32Array(events.length),
    length: events.length,
  };
  for (let i = 0; i < events.length; i += 1) {
    const minute = Math.floor(events.second[i]! / 60);
    const at = minutes[minute]!;
    minutes[minute] = at + 1;
    sorted.contact[at] = events.contact[i]!;
    sorted.name[at] = events.name[i]!;
    sorted.second[at] = events.second[i]!;
    sorted.value[at] = events.value[i]!;
  }
  return sorted;
}
