import fc from 'fast-check';
import { evaluate, NeedsBuilder, needsOf } from '#libs/rules';
import { FactsLoader } from '#libs/segments';
import { createConnection } from 'mysql2/promise';
import { instant, node, people, rule } from '../support/rules/arbitraries.js';
import { factsOf, schemaOf, store } from '../support/rules/world.js';
import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

const CASES = Number(process.env.RULES_CASES ?? 100);
/** Chosen anew in each run; fast-check prints it with the counter-example. */
const SEED = Number(process.env.RULES_SEED ?? Date.now() % 2 ** 31);
const PEOPLE = 30;

const [population = []] = fc.sample(people(PEOPLE), { numRuns: 1, seed: SEED });
const schema = schemaOf('Europe/Berlin', {
  1: { name: 'One', rule: { version: 1, where: { kind: 'everyone' } } },
  2: { name: 'Two', rule: { version: 1, where: { kind: 'everyone' } } },
});

let world: SegmentsWorld;

beforeAll(async () => {
  world = await startSegmentsWorld();
  const connection = await createConnection({ uri: world.env.databaseUrl, timezone: 'Z' });
  await connection.query("SET time_zone = '+00:00'");
  await store(connection, population);
  await connection.end();
});

afterAll(() => world.close());

describe('what keepers load of many contacts at once', () => {
  it('makes the same verdict, for as long, as all that is known', async () => {
    const ids = population.map((_, index) => String(index + 1));
    await fc.assert(
      // What one rule needs is loaded together with what others need.
      fc.asyncProperty(
        fc.array(rule(node), { minLength: 1, maxLength: 3 }),
        instant,
        async (rules, now) => {
          const needs = new NeedsBuilder();
          for (const one of rules) needs.add(needsOf(one, schema));
          const loaded = await world.app
            .get(FactsLoader)
            .load(world.database, ids, needs, schema, now);
          expect(loaded.size).toBe(PEOPLE);
          for (const one of rules)
            for (const [index, person] of population.entries()) {
              const facts = loaded.get(ids[index]!)!;
              const { verdict, changesAt } = evaluate(one, facts, schema, now);
              const known = evaluate(one, factsOf(person), schema, now);
              expect({ verdict, changesAt }).toEqual({
                verdict: known.verdict,
                changesAt: known.changesAt,
              });
            }
        },
      ),
      { numRuns: CASES, seed: SEED },
    );
  }, 60_000);
});
