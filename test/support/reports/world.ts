/** One campaign's rows, as a test lays them into the database. */
export interface World {
  goal: { event: string; windowHours: number } | null;
  /** One a run, by occurrence from 0 on. */
  instants: Date[];
  deliveries: DeliveryRow[];
  events: EventRow[];
}

export interface DeliveryRow {
  contact: number;
  occurrence: number;
  arm: 'treated' | 'held_out' | null;
  state: string;
  reason: string | null;
  wasUncertain: boolean;
  finishedAt: Date | null;
  responses: ResponseRow[];
}

export interface ResponseRow {
  kind: string;
  actor: 'person' | 'machine';
  at: Date;
}

export interface EventRow {
  contact: number;
  name: string;
  at: Date;
  /** Ten-thousandths of the currency; null when the event is worth nothing. */
  units: bigint | null;
  currency: string | null;
}

/** Chance with a seed (mulberry32, Tommy Ettinger 2017): a failing seed can be run again. */
export class Chance {
  constructor(private state: number) {}

  /** 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  odds(share: number): boolean {
    return this.next() < share;
  }

  of<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }
}

const hour = 3_600_000;

/** A world in which everything that can happen does, often enough at the edges. */
export function randomWorld(seed: number): World {
  const chance = new Chance(seed);
  const windowHours = chance.of([1, 24, 72, 168.5]);
  const start = Date.parse('2026-11-02T16:30:00.000Z') + chance.below(48) * hour;
  const instants = Array.from(
    { length: chance.of([1, 1, 2]) },
    (_, i) => new Date(start + i * 100 * hour),
  );
  const contacts = 1 + chance.below(60);
  const holdout = chance.of([0, 0.1, 0.5, 1]);
  const deliveries = instants.flatMap((instant, occurrence) =>
    Array.from({ length: contacts }, (_, i) =>
      delivery(chance, i + 1, occurrence, instant, holdout),
    ),
  );
  const events = Array.from({ length: chance.below(4 * contacts) }, () => {
    const instant = chance.of([instants[0]!, ...instants]).getTime();
    const end = instant + windowHours * hour;
    const worth = chance.odds(0.8);
    return {
      // Some belong to people outside of the audience.
      contact: 1 + chance.below(contacts + 5),
      name: chance.of(['purchase', 'purchase', 'visit']),
      at: new Date(
        chance.of([
          instant - 1,
          instant,
          instant + 1,
          end - 1,
          end,
          end + 1,
          instant + chance.below(windowHours * hour),
          instant + chance.below(3 * windowHours * hour),
        ]),
      ),
      units: worth ? BigInt(chance.of([0, 1, 9_999, -50_000, 12_345_678])) * 7n : null,
      currency: worth ? chance.of(['THB', 'THB', 'USD', 'EUR']) : null,
    };
  });
  return { goal: { event: 'purchase', windowHours }, instants, deliveries, events };
}

function delivery(
  chance: Chance,
  contact: number,
  occurrence: number,
  instant: Date,
  holdout: number,
): DeliveryRow {
  const base = { contact, occurrence, finishedAt: null, wasUncertain: false, responses: [] };
  if (chance.odds(0.15)) {
    const reason = chance.of(['no_consent', 'no_address', 'suppressed']);
    return { ...base, arm: null, state: 'skipped', reason };
  }
  if (chance.odds(holdout))
    return { ...base, arm: 'held_out', state: 'skipped', reason: 'held_out' };
  const [state, reason] = chance.of<[string, string | null]>([
    ['accepted', null],
    ['accepted', null],
    ['accepted', null],
    ['accepted', null],
    ['failed', 'rejected'],
    ['failed', 'unrenderable'],
    ['suppressed', 'withdrawn'],
    ['skipped', 'cancelled'],
    ['uncertain', null],
    ['held', null],
    ['planned', null],
    ['claimed', null],
    ['sending', null],
    ['deferred', null],
  ]);
  const later = () => new Date(instant.getTime() + chance.below(96 * hour));
  return {
    ...base,
    arm: 'treated',
    state,
    reason,
    wasUncertain: ['accepted', 'uncertain', 'held'].includes(state) && chance.odds(0.3),
    finishedAt: state === 'accepted' ? later() : null,
    responses: Array.from({ length: chance.odds(0.6) ? chance.below(6) : 0 }, () => ({
      kind: chance.of(['open', 'open', 'click', 'unsubscribe', 'bounce', 'complaint', 'reply']),
      actor: chance.of(['person', 'machine']),
      at: later(),
    })),
  };
}
