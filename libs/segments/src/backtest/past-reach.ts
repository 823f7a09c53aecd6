import { needsConsent, type Channel } from '#libs/rules';

/** A consent given or withdrawn. */
export interface Statement {
  channel: Channel;
  purpose: string;
  granted: boolean;
  at: Date;
}

/** Since when an address is suppressed, ms; Infinity: not at all. Channels without an address are absent. */
export type Suppressed = ReadonlyMap<Channel, number>;

/** Whether a contact might be written to, at any instant: their present addresses, what was said by then. */
export class PastReach {
  /** When that changed; milliseconds. */
  readonly turns: readonly number[];

  constructor(
    private readonly suppressed: Suppressed,
    private readonly statements: readonly Statement[],
  ) {
    const said = statements.map(({ at }) => at.getTime());
    this.turns = [...said, ...suppressed.values()].filter(Number.isFinite);
  }

  /** The latest statement holds; of two at the same millisecond the withdrawal, as it is kept. */
  mayReach(channel: Channel, purpose: string, instant: Date): boolean {
    const since = this.suppressed.get(channel);
    if (since === undefined || since <= instant.getTime()) return false;
    if (!needsConsent(purpose)) return true;
    let last: Statement | undefined;
    for (const each of this.statements) {
      if (each.channel !== channel || each.purpose !== purpose || each.at > instant) continue;
      const later = !last || each.at > last.at;
      if (later || (each.at.getTime() === last!.at.getTime() && !each.granted)) last = each;
    }
    return last?.granted ?? false;
  }
}
