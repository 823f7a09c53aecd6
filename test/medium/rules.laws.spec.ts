import { type Connection, type RowDataPacket } from 'mysql2/promise';
import fc from 'fast-check';
import {
  type Node,
  type Rule,
  type Schema,
  compile,
  compileProbe,
  MAX_TIME,
  evaluate,
  inlineSegments,
  parse,
  print,
  say,
  soonest,
} from '#libs/rules';
import {
  instant,
  leaf,
  node,
  onEvents,
  onFields,
  onMessages,
  people,
  rule as ruleOver,
} from '../support/rules/arbitraries.js';
import { openWorld } from '../support/rules/database.js';
import { leastFactsOf } from '../support/rules/least-facts.js';
import { type Person, factsOf, schemaOf, store } from '../support/rules/world.js';

/** Cases of each law in each zone; a longer run: RULES_CASES=5000. */
const CASES = Number(process.env.RULES_CASES ?? 100);
/** Chosen anew in each run; fast-check prints it with the counter-example. RULES_SEED repeats a run. */
const SEED = Number(process.env.RULES_SEED ?? Date.now() % 2 ** 31);
const PEOPLE = 60;
const DAY = 86_400_000;

const options = { numRuns: CASES, seed: SEED };
const zones = ['Asia/Bangkok', 'Europe/Berlin', 'America/New_York'];

/** Segment 1 looks at fields and events, segment 2 refers to it. */
const segments = (one: Rule) => ({
  1: { name: 'One', rule: one },
  2: {
    name: 'Two',
    rule: {
      version: 1 as const,
      where: {
        kind: 'any' as const,
        of: [
          { kind: 'segment' as const, operator: 'not_in' as const, segment: '1' },
          {
            kind: 'yes_no' as const,
            field: 'attributes.vip',
            operator: 'is_true' as const,
            value: null,
          },
        ],
      },
    },
  },
});

let world: { connection: Connection; close(): Promise<void> };

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world?.close());

async function selected(rule: Rule, schema: Schema, now: Date): Promise<number[]> {
  const [sets, probes] = await Promise.all(
    [compile, compileProbe].map(async (compiler) => {
      const { sql, parameters } = compiler(rule, schema, now);
      const embedded = `SELECT c.id FROM (${sql}) m JOIN contact c ON c.id = m.id WHERE c.id > ? AND c.id <= ?`;
      const values = [...parameters, 0, PEOPLE];
      const [rows] = await world.connection.query<RowDataPacket[]>(embedded, values);
      return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
    }),
  );
  expect(probes).toEqual(sets);
  return sets!;
}

/** By contact, the first instant (ms) at which soonest says to look again. */
async function soonestOf(rule: Rule, schema: Schema, now: Date): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const { sql, parameters } of soonest(rule, schema, now)) {
    const [rows] = await world.connection.query<RowDataPacket[]>(sql, [...parameters]);
    for (const { contact_id: id, at } of rows) {
      found.set(Number(id), Math.min(found.get(Number(id)) ?? Infinity, (at as Date).getTime()));
    }
  }
  return found;
}

describe.each(zones)('the laws in %s', (zone) => {
  const [population = []] = fc.sample(people(PEOPLE), { numRuns: 1, seed: SEED });
  const [first = { version: 1, where: { kind: 'everyone' } }] = fc.sample(ruleOver(leaf), {
    numRuns: 1,
    seed: SEED,
  });
  const schema = schemaOf(zone, segments(first));
  const judged = (rule: Rule, now: Date): number[] =>
    population.flatMap((person: Person, index) =>
      evaluate(rule, factsOf(person), schema, now).verdict ? [index + 1] : [],
    );

  beforeAll(() => store(world.connection, population));

  it('agreement: memory and SQL pick the same contacts', async () => {
    await fc.assert(
      fc.asyncProperty(ruleOver(node), instant, async (rule, now) => {
        expect(await selected(rule, schema, now)).toEqual(judged(rule, now));
      }),
      options,
    );
  });

  it('agreement of every condition by itself', async () => {
    await fc.assert(
      fc.asyncProperty(ruleOver(fc.oneof(leaf, onEvents)), instant, async (rule, now) => {
        expect(await selected(rule, schema, now)).toEqual(judged(rule, now));
      }),
      { ...options, numRuns: CASES * 3 },
    );
  });

  it('agreement of conditions together, each of which tells some from others', async () => {
    const pool = fc.array(fc.oneof(leaf, onEvents), { minLength: 16, maxLength: 16 });
    let told = 0;
    await fc.assert(
      fc.asyncProperty(pool, instant, async (conditions, now) => {
        const share = (where: Node) => judged({ version: 1, where }, now).length / PEOPLE;
        const telling = conditions.filter((one) => share(one) > 0.1 && share(one) < 0.9);
        const [a, b = a, c = b] = telling;
        if (!a || !b || !c || a === b) return;
        told += 1;
        const not: Node = { kind: 'not', of: b };
        const either: Node = { kind: 'any', of: [b, c] };
        for (const of of [
          [a, b],
          [a, b, c],
          [a, not],
          [a, either],
          [not, either],
        ])
          for (const kind of ['all', 'any'] as const) {
            const together: Rule = { version: 1, where: { kind, of } };
            expect(await selected(together, schema, now)).toEqual(judged(together, now));
          }
      }),
      { ...options, numRuns: Math.ceil(CASES / 2) },
    );
    expect(told).toBeGreaterThan(CASES / 10);
  });

  it('complement: exactly one of a rule and its negation holds', async () => {
    await fc.assert(
      fc.asyncProperty(ruleOver(node), instant, async (rule, now) => {
        const negated: Rule = { version: 1, where: { kind: 'not', of: rule.where } };
        const both = [
          ...(await selected(rule, schema, now)),
          ...(await selected(negated, schema, now)),
        ];
        const everyone = population.map((_, index) => index + 1);
        expect(both.sort((a, b) => a - b)).toEqual(everyone);
      }),
      options,
    );
  });

  it('stability: nothing changes before changesAt', () => {
    const person = fc.constantFrom(...population);
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        ruleOver(fc.oneof(node, onEvents)),
        person,
        instant,
        part,
        (rule, one, now, fraction) => {
          const facts = factsOf(one);
          const { verdict, changesAt } = evaluate(rule, facts, schema, now);
          const end = changesAt ? changesAt.getTime() - 1 : now.getTime() + 3000 * DAY;
          expect(end).toBeGreaterThanOrEqual(now.getTime());
          const between = Math.floor(now.getTime() + fraction * (end - now.getTime()));
          expect(evaluate(rule, facts, schema, new Date(between)).verdict).toBe(verdict);
          expect(evaluate(rule, facts, schema, new Date(end)).verdict).toBe(verdict);
        },
      ),
      { ...options, numRuns: CASES * 10 },
    );
  });

  it('a condition by itself does change at changesAt', () => {
    const person = fc.constantFrom(...population);
    const timed = fc.oneof(leaf, onMessages, onEvents);
    fc.assert(
      fc.property(ruleOver(timed), person, instant, (rule, one, now) => {
        const { verdict, changesAt } = evaluate(rule, factsOf(one), schema, now);
        if (!changesAt) return;
        expect(evaluate(rule, factsOf(one), schema, changesAt).verdict).toBe(!verdict);
      }),
      { ...options, numRuns: CASES * 10 },
    );
  });

  it('soonest: whoever time alone can change is found no later than that', async () => {
    const timed = fc.oneof(node, onFields, onMessages, onEvents);
    await fc.assert(
      fc.asyncProperty(ruleOver(timed), instant, async (rule, now) => {
        const found = await soonestOf(rule, schema, now);
        for (const at of found.values()) expect(at).toBeGreaterThan(now.getTime());
        for (const [index, one] of population.entries()) {
          const { changesAt } = evaluate(rule, factsOf(one), schema, now);
          // What lies beyond the last DATETIME is not looked for.
          if (!changesAt || changesAt.getTime() > MAX_TIME) continue;
          expect(found.get(index + 1) ?? Infinity).toBeLessThanOrEqual(changesAt.getTime());
        }
      }),
      { ...options, numRuns: CASES * 2 },
    );
  });

  it('needs: with no more than a rule needs, it judges as with everything', () => {
    const person = fc.constantFrom(...population);
    fc.assert(
      fc.property(ruleOver(fc.oneof(node, onEvents)), person, instant, (rule, one, now) => {
        const { verdict, changesAt } = evaluate(rule, factsOf(one), schema, now);
        const least = evaluate(rule, leastFactsOf(one, rule, schema, now), schema, now);
        expect({ verdict: least.verdict, changesAt: least.changesAt }).toEqual({
          verdict,
          changesAt,
        });
      }),
      { ...options, numRuns: CASES * 10 },
    );
  });

  it('round trip: parse gives back what print wrote, and it can be said', () => {
    fc.assert(
      fc.property(ruleOver(node), (rule) => {
        const printed = JSON.parse(JSON.stringify(print(rule))) as unknown;
        expect(parse(printed, schema)).toEqual({ ok: true, value: rule });
        expect(say(rule, schema, 'en')).toMatch(/^(Contacts|All)/);
        expect(say(rule, schema, 'th')).toMatch(/^ลูกค้า/);
      }),
      { ...options, numRuns: CASES * 3 },
    );
  });

  it('a rule with its segments inlined judges as before', () => {
    fc.assert(
      fc.property(ruleOver(node), instant, (rule, now) => {
        expect(judged(inlineSegments(rule, schema), now)).toEqual(judged(rule, now));
      }),
      { ...options, numRuns: Math.ceil(CASES / 4) },
    );
  });
});

describe('texts of any characters', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
  const [texts = []] = fc.sample(fc.array(text, { minLength: PEOPLE, maxLength: PEOPLE }), {
    numRuns: 1,
    seed: SEED,
  });
  const population = texts.map((nickname): Person => {
    const values = { createdAt: new Date(0), 'attributes.nickname': nickname };
    return { values, events: {} };
  });
  const schema = schemaOf('Asia/Bangkok');

  beforeAll(() => store(world.connection, population));

  it('agreement on whole texts and on parts of them', async () => {
    const cut = fc.nat({ max: 7 });
    const operators = ['is', 'is_not', 'contains', 'starts_with', 'ends_with', 'does_not_contain'];
    const operator = fc.constantFrom(...operators);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), cut, cut, operator, async (from, a, b, name) => {
        const value = [...from].slice(Math.min(a, b), Math.max(a, b) + 1).join('');
        const where = { kind: 'text', field: 'attributes.nickname', operator: name, value };
        const rule = parse({ version: 1, where }, schema);
        fc.pre(rule.ok);
        const judged = population.flatMap((person, index) =>
          evaluate(rule.value, factsOf(person), schema, new Date(0)).verdict ? [index + 1] : [],
        );
        expect(await selected(rule.value, schema, new Date(0))).toEqual(judged);
      }),
      options,
    );
  });
});
