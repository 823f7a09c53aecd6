import { Injectable } from '@nestjs/common';
import { ContactService, MetricValues } from '#libs/contacts';
import { Database } from '#libs/platform';
import { needsOf, type Facts, type Rule } from '#libs/rules';
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

  /** By id; those that have been erased meanwhile are absent. */
  async load(
    contactIds: readonly string[],
    rule: Rule,
    schema: ListedSchema,
  ): Promise<Map<string, Facts>> {
    const needs = needsOf(rule, schema);
    const names = needs.events.has('*') ? schema.events : [...needs.events.keys()];
    const nameIds = names.map((name) => schema.event(name)).filter((id) => id !== undefined);
    const [contacts, metrics, histories] = await Promise.all([
      this.contacts.loadForRendering(contactIds),
      this.metrics.load(this.database, contactIds, metricsOf(needs.fields)),
      this.events.load(contactIds, nameIds),
    ]);
    const facts = [...contacts].map(([id, contact]): [string, Facts] => [
      id,
      {
        id,
        value: (field) =>
          field.startsWith(metricPrefix)
            ? (metrics.get(id)?.get(field.slice(metricPrefix.length)) ?? null)
            : factOf(contact, field, schema),
        history: (name) => {
          const own = histories.get(id);
          const events =
            name === '*' ? [...(own?.values() ?? [])].flat() : own?.get(schema.event(name) ?? 0);
          return { events: events ?? [], before: [] };
        },
        messages: () => [],
        lists: () => new Set(),
        mayReach: () => false,
      },
    ]);
    return new Map(facts);
  }
}
