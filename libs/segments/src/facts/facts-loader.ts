import { Injectable } from '@nestjs/common';
import { MetricValues } from '#libs/contacts';
import type { Sql } from '#libs/platform';
import type { EventHistory, FactValue, Facts, MessageFact, Needs, Schema } from '#libs/rules';
import { ListFactsRepository } from '../list-facts.repository.js';
import { MessageFactsRepository } from '../message-facts.repository.js';
import { metricPrefix } from '../metric-field.js';
import { ReachRepository } from '../reach.repository.js';
import type { Asked } from './asked.js';
import { loadFields } from './field-facts.js';
import { loadHistories } from './histories.js';

const nothing: EventHistory = { events: [], before: [] };
const noMessages: readonly MessageFact[] = [];
const noLists: ReadonlySet<string> = new Set();

/** Loads what rules ask about many contacts at once: a few statements, however many there are. */
@Injectable()
export class FactsLoader {
  constructor(
    private readonly metrics: MetricValues,
    private readonly messages: MessageFactsRepository,
    private readonly lists: ListFactsRepository,
    private readonly reach: ReachRepository,
  ) {}

  /**
   * Facts by contact; contacts that do not exist are absent. Folded texts come in their folded form.
   * @param sql one snapshot of the database, see `loadHistories`
   * @param now the instant for which the facts are to be judged
   * @param about of whom which events are asked; of everybody all that are needed when left out
   */
  async load(
    sql: Sql,
    ids: readonly string[],
    needs: Needs,
    schema: Schema,
    now: Date,
    about: Asked['about'] = () => true,
  ): Promise<Map<string, Facts>> {
    if (ids.length === 0) return new Map();
    const fields = await this.fields(sql, ids, needs, schema);
    const histories = await loadHistories(
      sql,
      { contactIds: ids, about },
      needs.events,
      schema,
      now,
    );
    const messages = needs.messages ? await this.messages.load(sql, ids) : undefined;
    const lists = needs.lists ? await this.lists.load(sql, ids) : undefined;
    const reach = needs.reach ? await this.reach.load(sql, ids) : undefined;
    const facts = new Map<string, Facts>();
    for (const [id, values] of fields)
      facts.set(id, {
        id,
        value: (field) => values.get(field) ?? null,
        history: (event) => histories.get(id)?.get(event) ?? nothing,
        messages: () => messages?.get(id) ?? noMessages,
        lists: () => lists?.get(id) ?? noLists,
        mayReach: (channel, purpose) => reach?.get(id)?.(channel, purpose) ?? false,
      });
    return facts;
  }

  private async fields(
    sql: Sql,
    ids: readonly string[],
    needs: Needs,
    schema: Schema,
  ): Promise<Map<string, Map<string, FactValue>>> {
    const names = [...needs.fields];
    const metrics = names.filter((name) => name.startsWith(metricPrefix));
    const fields = names
      .filter((name) => !name.startsWith(metricPrefix))
      .map((name) => schema.field(name))
      .filter((field) => field !== undefined);
    const known = await loadFields(sql, ids, fields);
    const measured = await this.metrics.load(
      sql,
      ids,
      metrics.map((name) => name.slice(metricPrefix.length)),
    );
    for (const [id, values] of measured)
      for (const [name, value] of values) known.get(id)?.set(metricPrefix + name, value);
    return known;
  }
}
