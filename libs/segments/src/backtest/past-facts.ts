import { Injectable } from '@nestjs/common';
import { ContactService, MetricValues } from '#libs/contacts';
import { Database } from '#libs/platform';
import type { EventFact, Facts, FactValue, Needs } from '#libs/rules';
import type { ListedSchema } from '../catalogue.js';
import { factOf, metricsOf } from '../contact-facts.js';
import { MessageFactsRepository } from '../message-facts.repository.js';
import { metricPrefix } from '../metric-field.js';
import { PastEventsRepository } from './past-events.repository.js';
import { PastListsRepository, type OnLists } from './past-lists.repository.js';
import { PastReachRepository } from './past-reach.repository.js';
import type { PastReach } from './past-reach.js';
import type { Past } from './past.js';

/** What does not depend on when it is asked. */
type Timeless = Omit<Facts, 'lists' | 'mayReach'>;

/** What rules ask of many contacts, over all the past: every event and message, fields as they are now. */
@Injectable()
export class PastFacts {
  constructor(
    private readonly contacts: ContactService,
    private readonly metrics: MetricValues,
    private readonly events: PastEventsRepository,
    private readonly messages: MessageFactsRepository,
    private readonly lists: PastListsRepository,
    private readonly reach: PastReachRepository,
    private readonly database: Database,
  ) {}

  /** By id; what is not needed is not read, and as if there were none. */
  async load(
    contactIds: readonly string[],
    needs: Needs,
    schema: ListedSchema,
  ): Promise<Map<string, Past>> {
    const names = needs.events.has('*') ? schema.events : [...needs.events.keys()];
    const nameIds = names.map((name) => schema.event(name)).filter((id) => id !== undefined);
    const wanted = metricsOf(needs.fields);
    const those = (needed: boolean): readonly string[] => (needed ? contactIds : []);
    const [contacts, metrics, histories, messages, lists, reach] = await Promise.all([
      this.contacts.loadForRendering(those(needs.fields.size > wanted.length)),
      this.metrics.load(this.database, contactIds, wanted),
      this.events.load(contactIds, nameIds),
      this.messages.load(this.database, those(needs.messages)),
      this.lists.load(those(needs.lists)),
      this.reach.load(those(needs.reach)),
    ]);
    const valueOf = (id: string, field: string): FactValue | null => {
      if (field.startsWith(metricPrefix))
        return metrics.get(id)?.get(field.slice(metricPrefix.length)) ?? null;
      const contact = contacts.get(id);
      return contact ? factOf(contact, field, schema) : null;
    };
    const eventsOf = (id: string, name: string): readonly EventFact[] => {
      const own = histories.get(id);
      if (name === '*') return [...(own?.values() ?? [])].flat();
      return own?.get(schema.event(name) ?? 0) ?? [];
    };
    const pasts = contactIds.map((id): [string, Past] => {
      const timeless = {
        id,
        value: (field: string) => valueOf(id, field),
        history: (name: string) => ({ events: eventsOf(id, name), before: [] }),
        messages: () => messages.get(id) ?? [],
      };
      return [id, pastOf(timeless, lists.get(id), reach.get(id))];
    });
    return new Map(pasts);
  }
}

function pastOf(timeless: Timeless, lists: OnLists = new Map(), reach?: PastReach): Past {
  const on = (instant: Date): ReadonlySet<string> =>
    new Set([...lists].flatMap(([list, at]) => (at <= instant.getTime() ? [list] : [])));
  return {
    at: (instant) => ({
      ...timeless,
      lists: () => on(instant),
      mayReach: (channel, purpose) => reach?.mayReach(channel, purpose, instant) ?? false,
    }),
    turns: [...lists.values(), ...(reach?.turns ?? [])].sort((a, b) => a - b),
  };
}
