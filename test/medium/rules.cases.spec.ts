import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type EventFact, type Node, comparable, compile, evaluate, parse } from '#libs/rules';
import { openWorld } from '../support/rules/database.js';
import { type Person, factsOf, schemaOf, store } from '../support/rules/world.js';
import type { Case, Doing } from '../support/rules/cases/case.js';
import { behaviourCases } from '../support/rules/cases/behaviour.js';
import { calendarCases } from '../support/rules/cases/calendar.js';
import { dateCases } from '../support/rules/cases/dates.js';
import { deedCases } from '../support/rules/cases/deeds.js';
import { listCases } from '../support/rules/cases/lists.js';
import { numberCases } from '../support/rules/cases/numbers.js';
import { textCases } from '../support/rules/cases/texts.js';

/** One table of cases, run through memory and through the database. */
const cases = [
  ...textCases,
  ...numberCases,
  ...dateCases,
  ...calendarCases,
  ...listCases,
  ...behaviourCases,
  ...deedCases,
];

const happened = (all: readonly Doing[] = []): EventFact[] =>
  all.map(([at, value = null, properties = {}]) => ({
    at: new Date(at),
    value: value === null ? null : Number(value),
    decimal: value,
    currency: value === null ? null : 'THB',
    properties: comparable({ ...properties }) ?? {},
  }));

const person = ({ values = {}, purchases, visits }: Case): Person => ({
  values: { createdAt: new Date('2026-01-01T00:00:00Z'), ...values },
  events: { purchase: happened(purchases), visit: happened(visits) },
});

describe('the cases', () => {
  let world: { connection: Connection; close(): Promise<void> };
  beforeAll(async () => {
    world = await openWorld();
    await store(
      world.connection,
      cases.map(([, one]) => person(one)),
    );
  });
  afterAll(() => world?.close());

  it.each(cases.map(([name, one], index) => [name, one, index + 1] as const))(
    '%s',
    async (_, one, id) => {
      const schema = schemaOf(one.zone ?? 'Asia/Bangkok');
      const parsed = parse(
        { version: 1, where: JSON.parse(JSON.stringify(one.where)) as Node },
        schema,
      );
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      const now = new Date(one.now ?? '2026-06-01T00:00:00Z');
      const { sql, parameters } = compile(parsed.value, schema, now);
      const [rows] = await world.connection.query<RowDataPacket[]>(sql, [...parameters]);
      expect({
        memory: evaluate(parsed.value, factsOf(person(one)), schema, now).verdict,
        sql: rows.some((row) => Number(row.id) === id),
      }).toEqual({ memory: one.holds, sql: one.holds });
    },
  );
});
