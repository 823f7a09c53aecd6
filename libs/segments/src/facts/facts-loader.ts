import { Injectable } from '@nestjs/common';
import { MetricValues } from '#libs/contacts';
import type { Sql } from '#libs/platform';
import type { EventHistory, Facts, MessageFact, Needs, Schema } from '#libs/rules';
import { ListFactsRepository } from '../list-facts.repository.js';
import { MessageFactsRepository } from '../message-facts.repository.js';
import { metricPrefix } from '../metric-field.js';
import { ReachRepository } from '../reach.repository.js';
import { loadFields } from './field-facts.js';
import { loadHistories } from './histories.js';

const nothing: EventHistory = { events: [], before: [] };
const noMessages: readonly MessageFact[] = [];
const noLists: ReadonlySet<string> = new Set();

/** Loads what rules ask about many contacts at once: a few statements, however many there are. */
@Injectable()
export class FactsLoader {
  constructor(
    private readonly metricValues: MetricValues,
    private readonly messageFacts: MessageFactsRepository,
    private readonly listFacts: ListFactsRepository,
    private readonly reachFacts: ReachRepository,
  ) {}

  /**
   * Facts by contact; contacts that do not exist are absent. Folded texts come in their folded form.
   * @param sql one snapshot of the database, see `loadHistories`
   * @param now the instant for which the facts are to be judged
   */
  async load(
    sql: Sql,
    contactIds: readonly string[],
    needs: Needs,
    schema: Schema,
    now: Date,
  ): Promise<Map<string, Facts>> {
    if (contactIds.length === 0) return new Map();
    const names = [...needs.fields];
    const metricNames = names.filter((name) => name.startsWith(metricPrefix));
    const wanted = names
      .filter((name) => !name.startsWith(metricPrefix))
      .map((name) => schema.field(name));
    const fields = await loadFields(
      sql,
      contactIds,
      wanted.filter((field) => field !== undefined),
    );
    const histories = await loadHistories(sql, contactIds, needs.events, schema, now);
    const metrics = await this.metricValues.load(
      sql,
      contactIds,
      metricNames.map((name) => name.slice(metricPrefix.length)),
    );
    const messages = needs.messages ? await this.messageFacts.load(sql, contactIds) : undefined;
    const lists = needs.lists ? await this.listFacts.load(sql, contactIds) : undefined;
    const reach = needs.reach ? await this.reachFacts.load(sql, contactIds) : undefined;
    const facts = new Map<string, Facts>();
    for (const [id, values] of fields)
      facts.set(id, {
        id,
        value: (field) =>
          (field.startsWith(metricPrefix)
            ? metrics.get(id)?.get(field.slice(metricPrefix.length))
            : values.get(field)) ?? null,
        history: (event) => histories.get(id)?.get(event) ?? nothing,
        messages: () => messages?.get(id) ?? noMessages,
        lists: () => lists?.get(id) ?? noLists,
        mayReach: (channel, purpose) => reach?.get(id)?.(channel, purpose) ?? false,
      });
    return facts;
  }
}
