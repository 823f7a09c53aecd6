import type { CatcherClient } from '../catcher.js';
import type { Person } from '../generator/person.js';
import { addressesIn } from './addresses.js';
import { behaviourOf } from './behaviour.js';
import type { Traffic } from './traffic.js';
import { onArrival } from './visits.js';

/** How many of the newest messages one look takes in. */
const atALook = 500;
/** Gateways that scan at the same time: the rest of the mail is let through unseen. */
const mostAtALook = 12;

/** Security gateways between the catcher and its people: they follow links while mail arrives. */
export class Gateways {
  private seen = 0;
  private readonly scans: Promise<void>[] = [];

  constructor(
    private readonly seed: string,
    private readonly people: ReadonlyMap<string, Person>,
    private readonly catcher: CatcherClient,
    private readonly traffic: Traffic,
  ) {}

  /** Looks at what has arrived since the last time, and lets the gateways act at once. */
  async look(campaignId: string): Promise<void> {
    const letters = await this.catcher.newest(campaignId, atALook);
    const fresh = letters.filter(({ id }) => Number(id) > this.seen);
    this.seen = Math.max(this.seen, ...fresh.map(({ id }) => Number(id)));
    const scanned = fresh.flatMap(({ id, to }) => {
      const person = this.people.get(to[0] ?? '');
      const behaviour = person && behaviourOf(this.seed, person);
      const scans = behaviour && /^(scanner|link_checker)$/.test(behaviour.mailbox);
      return scans ? [{ id, behaviour }] : [];
    });
    for (const { id, behaviour } of scanned.slice(0, mostAtALook)) {
      this.scans.push(this.scan(id, behaviour));
    }
  }

  /** Waits for what is under way. @throws the first failure */
  async finish(): Promise<void> {
    await Promise.all(this.scans);
  }

  private async scan(id: string, behaviour: ReturnType<typeof behaviourOf>): Promise<void> {
    const addresses = addressesIn(await this.catcher.open(id));
    const visits = onArrival(behaviour, addresses, Number(id));
    await Promise.all(visits.map((visit) => this.traffic.make(visit)));
  }
}
