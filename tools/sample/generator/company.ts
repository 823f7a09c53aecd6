import { bangkokDay } from './calendar.js';
import { makeEvents, type Event } from './events.js';
import { makePeople } from './people.js';
import type { Person } from './person.js';

export type Tier = 'bronze' | 'silver' | 'gold' | 'platinum';

/** What the shop knows of a customer from what they did. */
export interface Standing {
  tier: Tier;
  /** Baht, purchases of the past year. */
  lifetimeSpend: number;
  /** `YYYY-MM-DD`, the last time they did anything. */
  lastVisit: string | null;
}

/** The sample shop: its customers, what they did, and what follows from it. */
export interface Company {
  people: Person[];
  events: Event[];
  standings: ReadonlyMap<string, Standing>;
}

export interface CompanySize {
  people: number;
  events: number;
}

export const usualSeed = 'saphan-mai';
export const usualSize: CompanySize = { people: 5000, events: 60_000 };

/** Makes the whole shop; the same for the same arguments. Takes about a quarter of a second. */
export function makeCompany(now: Date, seed = usualSeed, size = usualSize): Company {
  const people = makePeople(seed, size.people, now);
  const events = makeEvents(seed, people, size.events, now);
  return { people, events, standings: standingsOf(events) };
}

function standingsOf(events: readonly Event[]): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const { externalId, value, at } of events) {
    const before = standings.get(externalId)?.lifetimeSpend ?? 0;
    const lifetimeSpend = before + Number(value ?? 0);
    const lastVisit = bangkokDay(at);
    standings.set(externalId, { tier: tierOf(lifetimeSpend), lifetimeSpend, lastVisit });
  }
  return standings;
}

/** Bounds in baht spent in a year. */
function tierOf(spend: number): Tier {
  if (spend >= 10_000) return 'platinum';
  if (spend >= 5000) return 'gold';
  return spend >= 2000 ? 'silver' : 'bronze';
}
