import { Injectable } from '@nestjs/common';
import { ContactService, MetricValues } from '#libs/contacts';
import { Database } from '#libs/platform';
import { needsOf, type EventFact, type Facts, type FactValue, type Rule } from '#libs/rules';
import type { ListedSchema } from '../catalogue.js';
import { factOf, metricsOf } from '../contact-facts.js';
import { metricPrefix } from '../metric-field.js';
import { PastEventsRepository } from './past-events.repository.js';

/** What a rule asks of many contacts, over all the past: every event, fields as they are now. */
@Injectable()
export class PastFacts {
  constructor(
    private readonly contacts: ContactService,
    private readonly metrics: MetricValues,
    private readonly events: PastEventsRepository,
    private readonly database: Database,
  ) {}

  /** By id; contacts themselves are read only when the rule looks at their fields. */
  async load(
    contactIds: readonly string[],
    rule: Rule,
    schema: ListedSchema,
  ): Promise<Map<string, Facts>> {
    const needs = needsOf(rule, schema);
    const names = needs.events.has('*') ? schema.events : [...needs.events.keys()];
    const nameIds = names.map((name) => schema.event(name)).filter((id) => id !== undefined);
    const wanted = metricsOf(needs.fields);
    const [contacts, metrics, histories] = await Promise.all([
      this.contacts.loadForRendering(needs.fields.size > wanted.length ? contactIds : []),
      this.metrics.load(this.database, contactIds, wanted),
      this.events.load(contactIds, nameIds),
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
    const facts = contactIds.map((id): [string, Facts] => [
      id,
      {
        id,
        value: (field) => valueOf(id, field),
        history: (name) => ({ events: eventsOf(id, name), before: [] }),
        messages: () => [],
        lists: () => new Set(),
        mayReach: () => false,
      },
    ]);
    return new Map(facts);
  }
}
