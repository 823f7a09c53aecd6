/** Which events of one name a rule looks at one by one. */
export interface EventNeeds {
  /** Those of the last so many milliseconds; Infinity for all. What is older may come summed up. */
  readonly last: number;
  /** Whether it looks at properties. */
  readonly properties: boolean;
  /** Whether it looks at currencies; without, tallies of currencies may be left out, too. */
  readonly currency: boolean;
}

/** What must be loaded of a contact before a rule can be evaluated. */
export interface Needs {
  readonly fields: ReadonlySet<string>;
  /** By name; `*` stands for every name. */
  readonly events: ReadonlyMap<string, EventNeeds>;
  readonly messages: boolean;
  readonly lists: boolean;
  readonly reach: boolean;
}

/** Gathers needs; the larger of two wins. */
export class NeedsBuilder implements Needs {
  readonly fields = new Set<string>();
  readonly events = new Map<string, EventNeeds>();
  messages = false;
  lists = false;
  reach = false;

  event(name: string, needs: EventNeeds): void {
    const known = this.events.get(name);
    this.events.set(name, {
      last: Math.max(known?.last ?? 0, needs.last),
      properties: (known?.properties ?? false) || needs.properties,
      currency: (known?.currency ?? false) || needs.currency,
    });
  }

  /** Adds what another rule needs. */
  add(other: Needs): this {
    other.fields.forEach((field) => this.fields.add(field));
    other.events.forEach((needs, name) => this.event(name, needs));
    this.messages ||= other.messages;
    this.lists ||= other.lists;
    this.reach ||= other.reach;
    return this;
  }
}
