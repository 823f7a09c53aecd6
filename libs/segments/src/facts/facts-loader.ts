import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { EventHistory, Facts, MessageFact, Needs, Schema } from '#libs/rules';
import { loadFields } from './field-facts.js';
import { loadHistories } from './histories.js';
import { OtherFacts } from './other-facts.js';

const nothing: EventHistory = { events: [], before: [] };
const noMessages: readonly MessageFact[] = [];
const noLists: ReadonlySet<string> = new Set();

/** Loads what rules ask about many contacts at once: a few statements, however many there are. */
@Injectable()
export class FactsLoader {
  constructor(private readonly others: OtherFacts) {}

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
    const wanted = [...needs.fields].map((name) => schema.field(name));
    const fields = await loadFields(
      sql,
      contactIds,
      wanted.filter((field) => field !== undefined),
    );
    const histories = await loadHistories(sql, contactIds, needs.events, schema, now);
    const messages = needs.messages ? await this.others.messages(sql, contactIds) : undefined;
    const lists = needs.lists ? await this.others.lists(sql, contactIds) : undefined;
    const reach = needs.reach ? await this.others.reach(sql, contactIds) : undefined;
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
}
