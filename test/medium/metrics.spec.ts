import { ContactService, MetricService } from '#libs/contacts';
import { DomainError } from '#libs/kernel';
import { TemplateService } from '#libs/messaging';
import { compile, evaluate, parse, say, type Facts } from '#libs/rules';
import { RuleService } from '#libs/segments';
import { naiveCuts, naiveScore, naiveSums, type NaiveCuts } from '../support/metrics/naive.js';
import { MetricsWorld } from '../support/metrics/world.js';

/** Chosen anew in each run and printed when a test fails. */
const SEED = Number(process.env.METRICS_SEED ?? Date.now() % 2 ** 31);
const money = { currency: 'THB' };
const scored = { periodDays: 365 };

let world: MetricsWorld;

beforeAll(async () => {
  world = await MetricsWorld.start();
  await world.addContacts(83);
  await world.happen(SEED, 300);
  await world.declare('orders', 'count');
  await world.declare('spent', 'total', money);
  await world.declare('basket', 'average', money);
  await world.declare('first_order', 'first');
  await world.declare('last_order', 'last');
  await world.declare('days_since_order', 'days_since');
  await world.declare('rfm', 'rfm', { ...money, ...scored });
  await world.declare('recency', 'rfm_recency', scored);
});

afterAll(() => world?.close());

async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw new Error(`No refusal: ${String(error)}`);
  return [error.code, ...error.places.map(({ place, code }) => `${place} ${code}`)];
}

const cutsNow = (): NaiveCuts =>
  naiveCuts(
    world.remembered.filter(({ name }) => name === 'purchased'),
    world.contacts,
    { now: world.clock.now().getTime(), days: 365, currency: 'THB' },
  );

const expectedScores = (cuts: NaiveCuts) =>
  world.contacts.map((id) => naiveScore(world.eventsOf(id), cuts, 'THB'));

const rechecked = async (): Promise<Set<string>> => {
  const rows = await world.database.query<{ contact_id: string }>(
    'SELECT DISTINCT contact_id FROM recheck WHERE topic = 0',
  );
  return new Set(rows.map((row) => row.contact_id));
};

describe('a metric', () => {
  it('is declared once, with a meaning that never changes', async () => {
    expect(await refusal(world.declare('spent', 'count'))).toEqual(['metric.conflict']);
    expect(
      await refusal(world.declare('Spent!', 'total', { event: ' ', periodDays: 3, labelTh: '' })),
    ).toEqual([
      'metric.invalid',
      '/labelTh metric.label_invalid',
      '/name metric.name_invalid',
      '/event metric.event_invalid',
      '/currency metric.currency_needed',
      '/periodDays metric.period_unwanted',
    ]);
    expect(await refusal(world.declare('x', 'rfm', { currency: 'XXZ', periodDays: 0 }))).toEqual([
      'metric.invalid',
      '/currency metric.currency_needed',
      '/periodDays metric.period_needed',
    ]);
    const again = await world.declare('spent', 'total', { ...money, labelEn: 'other' });
    expect(again).toMatchObject({ labelEn: 'spent', archived: false });
  });

  it('is offered no more when archived, while what speaks of it goes on', async () => {
    const metrics = world.app.get(MetricService);
    await world.declare('old', 'count', { event: 'seen' });
    await metrics.archive('old');
    const schema = await world.app.get(RuleService).schema();
    expect(schema.fields.map(({ name }) => name)).not.toContain('metrics.old');
    expect(schema.field('metrics.old')?.kind).toBe('number');
    expect(await metrics.relabel('old', { labelEn: 'visits', labelTh: 'ครั้ง' })).toMatchObject({
      archived: true,
      labelEn: 'visits',
    });
    expect(await world.declare('old', 'count', { event: 'seen' })).toMatchObject({
      archived: false,
      labelEn: 'visits',
    });
    expect(await refusal(metrics.archive('none'))).toEqual(['metric.not_found']);
  });
});

it('what is counted over all time equals a recount of every event', async () => {
  const names = ['orders', 'spent', 'basket', 'first_order', 'last_order', 'days_since_order'];
  for (const round of [0, 1]) {
    if (round > 0) await world.happen(SEED + round, 100, 3);
    const values = await world.values(...names);
    for (const id of world.contacts) {
      const { count, total, average, first, last } = naiveSums(world.eventsOf(id), 'THB');
      const found = values.get(id);
      expect([SEED, ...names.map((name) => found?.get(name))]).toEqual([
        SEED,
        count,
        total,
        average,
        first,
        last,
        last,
      ]);
    }
  }
});

describe('scores', () => {
  it('equal an independent computation, follow each event, and fade at night', async () => {
    expect(new Set(await world.all('rfm'))).toEqual(new Set([undefined]));
    await world.score('rfm');
    let cuts = cutsNow();
    expect(await world.all('rfm')).toEqual(expectedScores(cuts));
    for (const round of [1, 2, 3]) {
      world.clock.advance({ days: 5 });
      await world.happen(SEED + 10 * round, 60, 400);
      expect(await world.all('rfm')).toEqual(expectedScores(cuts));
    }
    world.clock.advance({ days: 200 });
    expect(await world.all('rfm')).toEqual(expectedScores(cuts));
    await world.score('rfm');
    cuts = cutsNow();
    expect(await world.all('rfm')).toEqual(expectedScores(cuts));
    await world.score('recency');
    const rfm = await world.all('rfm');
    expect(await world.all('recency')).toEqual(
      rfm.map((score) => score && Math.floor(Number(score) / 100)),
    );
  });

  it('note those whose score has changed, and nobody else', async () => {
    await world.database.execute('DELETE FROM recheck');
    await world.score('rfm');
    expect(await rechecked()).toEqual(new Set());
    const before = await world.all('rfm');
    world.clock.advance({ days: 30 });
    await world.score('rfm');
    const after = await world.all('rfm');
    const changed = world.contacts.filter((_, i) => before[i] !== after[i]);
    expect(await rechecked()).toEqual(new Set(changed));
  });

  it('are right whatever happens while they are given', async () => {
    world.clock.advance({ days: 10 });
    const seeds = [1, 2, 3, 4, 5, 6];
    await Promise.all([
      world.score('rfm'),
      ...seeds.map((seed) => world.happen(SEED + 100 + seed, 20, 300)),
      world.score('rfm'),
    ]);
    const [row] = await world.database.query<{ id: number }>(
      `SELECT id FROM metric WHERE name = 'rfm'`,
    );
    const rows = await world.database.query<{ dimension: string; bound: number }>(
      'SELECT dimension, bound FROM metric_cut WHERE metric_id = ? ORDER BY dimension, score',
      [row!.id],
    );
    const bounds = ['recency', 'frequency', 'monetary'].map((name) =>
      rows.filter(({ dimension }) => dimension === name).map(({ bound }) => bound),
    );
    const since = world.clock.now().getTime() - 365 * 86_400_000;
    expect(await world.all('rfm')).toEqual(expectedScores({ since, bounds }));
  });

  it('are nobody’s while nobody has done it', async () => {
    await world.declare('renewals', 'rfm_frequency', { event: 'renewed', periodDays: 30 });
    await world.score('renewals');
    expect(new Set(await world.all('renewals'))).toEqual(new Set([undefined]));
  });

  it('are due once a day of the organisation', async () => {
    const metrics = world.app.get(MetricService);
    for (const name of ['rfm', 'recency', 'renewals']) await world.score(name);
    await world.queue.obliterate({ force: true });
    await metrics.sweep();
    expect(await world.queue.count()).toBe(0);
    // 10:00 in Bangkok: the day ends in fourteen hours.
    world.clock.advance({ hours: 13, minutes: 59 });
    await metrics.sweep();
    expect(await world.queue.count()).toBe(0);
    world.clock.advance({ minutes: 1 });
    await metrics.sweep();
    await metrics.sweep();
    expect(await world.queue.count()).toBe(3);
  });
});

describe('rules over metrics', () => {
  const numbers = [0, 1, 2, 0.3, 100, 100.3, 119.99, -1, 1e12];
  const bounds = ['is', 'is_not', 'less_than', 'at_most', 'more_than', 'at_least'];
  const moments = {
    before: '2026-10-23T03:00:00.000Z',
    after: '2026-10-23',
    on: '2026-10-23',
    within_last: { days: 400 },
    more_than_ago: { days: 300 },
    within_next: { hours: 1 },
    in_period: 'this_month',
  };
  const number = (field: string, operator: string, value?: unknown) => ({
    kind: 'number',
    field,
    operator,
    value,
  });
  const numeric = (met: readonly number[]) =>
    ['orders', 'spent', 'basket', 'rfm', 'recency'].flatMap((name) => [
      ...bounds.flatMap((operator) =>
        [...numbers, ...met].map((value) => number(`metrics.${name}`, operator, value)),
      ),
      number(`metrics.${name}`, 'between', { from: -5, to: 300 }),
      number(`metrics.${name}`, 'is_set'),
      number(`metrics.${name}`, 'is_not_set'),
    ]);
  const dated = ['first_order', 'last_order', 'days_since_order'].flatMap((name) =>
    [...Object.entries(moments), ['is_set', undefined], ['is_not_set', undefined]].map(
      ([operator, value]) => ({ kind: 'date', field: `metrics.${name}`, operator, value }),
    ),
  );

  it('pick the same contacts in memory and in SQL, and so do their complements', async () => {
    const schema = await world.app.get(RuleService).schema();
    const values = await world.values();
    const names = [...schema.fields].flatMap(({ name }) =>
      name.startsWith('metrics.') ? [name] : [],
    );
    const all = await world.values(...names.map((name) => name.slice('metrics.'.length)));
    expect(values.size).toBe(0);
    const factsOf = (id: string): Facts => ({
      id,
      value: (field) => all.get(id)?.get(field.slice('metrics.'.length)) ?? null,
      history: () => ({ events: [], before: [] }),
      messages: () => [],
      lists: () => new Set(),
      mayReach: () => false,
    });
    const now = world.clock.now();
    const averages = world.contacts.map((id) => naiveSums(world.eventsOf(id), 'THB').average);
    const met = averages.filter((value) => value !== undefined).slice(0, 4);
    const leaves = [...numeric(met), ...dated].map(
      (where) => JSON.parse(JSON.stringify(where)) as object,
    );
    for (const leaf of leaves)
      for (const where of [leaf, { kind: 'not', of: leaf }]) {
        const rule = parse({ version: 1, where }, schema);
        if (!rule.ok) throw new Error(JSON.stringify([where, rule.error]));
        const { sql, parameters } = compile(rule.value, schema, now);
        const rows = await world.database.query<{ id: string }>(sql, parameters);
        const judged = world.contacts.filter(
          (id) => evaluate(rule.value, factsOf(id), schema, now).verdict,
        );
        expect([where, rows.map(({ id }) => id).sort()]).toEqual([where, judged.sort()]);
      }
  });

  it('count those without an order as having ordered 0 times', async () => {
    const rules = world.app.get(RuleService);
    const without = world.contacts.filter((id) => world.eventsOf(id).length === 0);
    expect(without.length).toBeGreaterThanOrEqual(3);
    const rule = { version: 1, where: number('metrics.orders', 'less_than', 1) };
    expect(await rules.count(rule)).toBe(without.length);
    const known = { version: 1, where: number('metrics.basket', 'is_set') };
    expect(await rules.count(known)).toBeLessThan(world.contacts.length);
    const why = await rules.explain(rule, without[0]!);
    expect(why).toMatchObject({ verdict: true, explanation: { found: 0 } });
  });

  it('explain one contact, and are said', async () => {
    const rules = world.app.get(RuleService);
    const schema = await rules.schema();
    const rule = { version: 1, where: number('metrics.spent', 'at_least', 1) };
    const id = world.contacts.find((one) => naiveSums(world.eventsOf(one), 'THB').total >= 1)!;
    expect((await rules.explain(rule, id)).explanation.found).toBeCloseTo(
      naiveSums(world.eventsOf(id), 'THB').total,
    );
    expect(say(await rules.parse(rule), schema, 'en')).toBe('Contacts whose spent is at least 1');
  });
});

it('messages show metrics, checked like every variable', async () => {
  const templates = world.app.get(TemplateService);
  const body = (text: string) => ({
    channel: 'sms' as const,
    fallbackLanguage: 'en',
    languages: { en: { body: text } },
    sampleData: { contact: { metrics: { orders: 2, spent: 100, days_since_order: 3 } } },
  });
  const text =
    '{{contact.metrics.orders}} orders, {{number contact.metrics.spent}} baht, ' +
    '{{contact.metrics.days_since_order}} days ago; {{contact.metrics.basket}}.';
  const version = await templates.save('metrics', body(text), null);
  const [buyer, nobody] = [
    world.contacts.find((id) => world.eventsOf(id).length > 1)!,
    world.contacts.at(-1)!,
  ];
  const contacts = await world.app.get(ContactService).loadForRendering([buyer, nobody]);
  const { count, last } = naiveSums(world.eventsOf(buyer), 'THB');
  const days = Math.floor((world.clock.now().getTime() - last!.getTime()) / 86_400_000);
  expect(contacts.get(buyer)?.metrics).toMatchObject({
    orders: count,
    days_since_order: Math.max(0, days),
    last_order: last,
  });
  expect(contacts.get(nobody)?.metrics).toEqual({ old: 0, orders: 0, spent: 0 });
  const template = await templates.ready(version.id);
  const rendered = template.render('en', { contact: contacts.get(nobody) }, { timeZone: 'UTC' });
  expect(rendered).toMatchObject({ text: '0 orders, 0 baht,  days ago; .' });
  expect(await refusal(templates.save('metrics', body('{{contact.metrics.none}}'), null))).toEqual([
    'template.invalid',
    expect.stringContaining('unknown_variable'),
  ]);
});

it('nothing of them is kept of a person who is erased', async () => {
  const id = world.contacts.find((one) => world.eventsOf(one).length > 0)!;
  await world.app.get(ContactService).erase(id);
  for (const table of ['contact_metric', 'contact_event'])
    expect(await world.database.query(`SELECT 1 FROM ${table} WHERE contact_id = ?`, [id])).toEqual(
      [],
    );
});
