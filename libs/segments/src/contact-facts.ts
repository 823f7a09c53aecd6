import { Injectable } from '@nestjs/common';
import { ContactService, MetricValues, type Contact } from '#libs/contacts';
import { DomainError } from '#libs/kernel';
import { Database } from '#libs/platform';
import {
  inlineSegments,
  needsOf,
  references,
  type FactValue,
  type Facts,
  type Needs,
  type Rule,
  type Schema,
} from '#libs/rules';
import { attributePrefix } from './attribute-field.js';
import { EventFactsRepository } from './event-facts.repository.js';
import { ListFactsRepository } from './list-facts.repository.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { metricPrefix } from './metric-field.js';
import { ReachRepository } from './reach.repository.js';

type Others = Pick<Facts, 'messages' | 'lists' | 'mayReach'>;

/** Gathers what a rule asks about one contact. */
@Injectable()
export class ContactFacts {
  constructor(
    private readonly contacts: ContactService,
    private readonly events: EventFactsRepository,
    private readonly messages: MessageFactsRepository,
    private readonly lists: ListFactsRepository,
    private readonly reach: ReachRepository,
    private readonly metrics: MetricValues,
    private readonly database: Database,
  ) {}

  /** @throws DomainError contact.not_found */
  async load(contactId: string, rule: Rule, schema: Schema): Promise<Facts> {
    const spoken = references(inlineSegments(rule, schema));
    const value = await this.values(contactId, spoken.fields, schema);
    const ids = [...spoken.events]
      .map((name) => schema.event(name))
      .filter((id) => id !== undefined);
    // `*` stands for every name.
    const events = await this.events.load(contactId, spoken.events.has('*') ? 'all' : ids);
    const all = [...events.values()].flat();
    return {
      id: contactId,
      value,
      history: (name) => ({
        events: name === '*' ? all : (events.get(schema.event(name) ?? 0) ?? []),
        before: [],
      }),
      ...(await this.others(contactId, needsOf(rule, schema))),
    };
  }

  /** Fields of one contact, as rules compare them. @throws DomainError contact.not_found */
  async values(
    contactId: string,
    fields: ReadonlySet<string>,
    schema: Schema,
  ): Promise<Facts['value']> {
    const contact = (await this.contacts.loadForRendering([contactId])).get(contactId);
    if (!contact) {
      throw new DomainError('contact.not_found', 'not_found', 'There is no such contact.');
    }
    const metrics = await this.metrics.load(this.database, [contactId], metricsOf(fields));
    return (field) =>
      field.startsWith(metricPrefix)
        ? (metrics.get(contactId)?.get(field.slice(metricPrefix.length)) ?? null)
        : factOf(contact, field, schema);
  }

  /** What is not asked for is not read, and as if there were none. */
  private async others(id: string, needs: Needs): Promise<Others> {
    const { database } = this;
    const [messages, lists, reach] = await Promise.all([
      needs.messages ? this.messages.load(database, [id]) : undefined,
      needs.lists ? this.lists.load(database, [id]) : undefined,
      needs.reach ? this.reach.load(database, [id]) : undefined,
    ]);
    return {
      messages: () => messages?.get(id) ?? [],
      lists: () => lists?.get(id) ?? new Set(),
      mayReach: (channel, purpose) => reach?.get(id)?.(channel, purpose) ?? false,
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
