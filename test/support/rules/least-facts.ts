import {
  type EventFact,
  type Facts,
  type Rule,
  type Schema,
  type Tally,
  needsOf,
} from '#libs/rules';
import { type Person, eventsOf, factsOf } from './world.js';

/** Ten-thousandths of a DECIMAL text. */
const units = (decimal: string): bigint => {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(4, '0')) * (decimal.startsWith('-') ? -1n : 1n);
};

function tally(currency: string, events: readonly EventFact[]): Tally {
  const total = events.reduce((sum, { decimal }) => sum + units(decimal ?? '0'), 0n);
  const digits = String(total < 0n ? -total : total).padStart(5, '0');
  const times = events.map(({ at }) => at.getTime());
  return {
    currency,
    times: events.length,
    total: `${total < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
  };
}

/** As the store keeps them: '' counts every event, a currency those that have it. */
function tallies(events: readonly EventFact[]): Tally[] {
  const currencies = [...new Set(events.map(({ currency }) => currency))];
  return [
    ...(events.length > 0 ? [tally('', events)] : []),
    ...currencies
      .filter((currency) => currency !== null)
      .map((currency) =>
        tally(
          currency,
          events.filter((event) => event.currency === currency),
        ),
      ),
  ];
}

/** What is known of a person when no more is loaded than a rule needs. */
export function leastFactsOf(person: Person, rule: Rule, schema: Schema, now: Date): Facts {
  const needs = needsOf(rule, schema);
  const facts = factsOf(person);
  return {
    ...facts,
    value: (field) => (needs.fields.has(field) ? facts.value(field) : null),
    history: (name) => {
      const needed = needs.events.get(name);
      if (!needed) throw new Error(`${name} was not asked for.`);
      const recent = ({ at }: EventFact): boolean => at.getTime() >= now.getTime() - needed.last;
      const all = eventsOf(person, name);
      const before = tallies(all.filter((event) => !recent(event)));
      return {
        events: all.filter(recent).map((event) => ({
          ...event,
          properties: needed.properties ? event.properties : {},
          currency: needed.currency ? event.currency : null,
        })),
        before: before.filter(({ currency }) => currency === '' || needed.currency),
      };
    },
    messages: () => (needs.messages ? facts.messages() : []),
    lists: () => (needs.lists ? facts.lists() : new Set()),
    mayReach: (channel, purpose) => needs.reach && facts.mayReach(channel, purpose),
  };
}
