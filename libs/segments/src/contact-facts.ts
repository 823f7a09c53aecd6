import { Injectable } from '@nestjs/common';
import { ContactService, MetricValues, type Contact } from '#libs/contacts';
import { DomainError } from '#libs/kernel';
import { Database } from '#libs/platform';
import {
  inlineSegments,
  references,
  type FactValue,
  type Facts,
  type Rule,
  type Schema,
} from '#libs/rules';
import { attributePrefix } from './attribute-field.js';
import { EventFactsRepository } from './event-facts.repository.js';
import { metricPrefix } from './metric-field.js';

/** Gathers what a rule asks about one contact. */
@Injectable()
export class ContactFacts {
  constructor(
    private readonly contacts: ContactService,
    private readonly events: EventFactsRepository,
    private readonly metrics: MetricValues,
    private readonly database: Database,
  ) {}

  /** @throws DomainError contact.not_found */
  async load(contactId: string, rule: Rule, schema: Schema): Promise<Facts> {
    const contact = (await this.contacts.loadForRendering([contactId])).get(contactId);
    if (!contact) {
      throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
    }
    const spoken = references(inlineSegments(rule, schema));
    const metrics = metricsOf(spoken.fields);
    const values = await this.metrics.load(this.database, [contactId], metrics);
    const ids = [...spoken.events]
      .map((name) => schema.event(name))
      .filter((id) => id !== undefined);
    const events = await this.events.load(contactId, ids);
    return {
      id: contactId,
      value: (field) =>
        field.startsWith(metricPrefix)
          ? (values.get(contactId)?.get(field.slice(metricPrefix.length)) ?? null)
          : factOf(contact, field, schema),
      history: (name) => ({ events: events.get(schema.event(name) ?? 0) ?? [], before: [] }),
      messages: () => [],
      lists: () => new Set(),
      mayReach: () => false,
    };
  }
}

/** The names of the metrics among these fields. */
export const metricsOf = (fields: ReadonlySet<string>): string[] =>
  [...fields].flatMap((field) =>
    field.startsWith(metricPrefix) ? [field.slice(metricPrefix.length)] : [],
  );

/** A field or attribute of a contact as rules compare it. */
export function factOf(contact: Contact, field: string, schema: Schema): FactValue | null {
  const values: { readonly [name: string]: unknown } = field.startsWith(attributePrefix)
    ? contact.attributes
    : { ...contact };
  const value = values[field.replace(attributePrefix, '')] as FactValue | null | undefined;
  if (value === null || value === undefined) return null;
  return schema.field(field)?.kind === 'datetime' ? new Date(value as string | Date) : value;
}
