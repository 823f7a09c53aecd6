import { parse } from 'csv-parse/sync';
import { DataSource } from 'typeorm';
import { type CampaignReport, type Revenue, welchDifference } from '#libs/analysis';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';
import { VirtualClock } from '../support/clock.js';
import { lay } from '../support/reports/lay.js';
import { naive } from '../support/reports/naive.js';
import {
  type DeliveryRow,
  type EventRow,
  randomWorld,
  type World,
} from '../support/reports/world.js';

const hour = 3_600_000;
const instant = new Date('2026-11-04T02:00:00.000Z');
const after = (hours: number, ms = 0): Date => new Date(instant.getTime() + hours * hour + ms);

const accepted = (contact: number, change: Partial<DeliveryRow> = {}): DeliveryRow => ({
  contact,
  occurrence: 0,
  arm: 'treated',
  state: 'accepted',
  reason: null,
  wasUncertain: false,
  finishedAt: after(1),
  responses: [],
  ...change,
});
const heldOut = (contact: number): DeliveryRow =>
  accepted(contact, { arm: 'held_out', state: 'skipped', reason: 'held_out', finishedAt: null });
const purchase = (contact: number, at: Date, baht: bigint | null = null, currency = 'THB') =>
  ({
    contact,
    name: 'purchase',
    at,
    units: baht === null ? null : baht * 10_000n,
    currency: baht === null ? null : currency,
  }) satisfies EventRow;
const world = (deliveries: DeliveryRow[], events: EventRow[] = []): World => ({
  goal: { event: 'purchase', windowHours: 24 },
  instants: [instant],
  deliveries,
  events,
});

const byCurrency = (revenue: Revenue[]) =>
  Object.fromEntries(revenue.map(({ currency, ...figures }) => [currency, figures]));

describe('the report of a campaign', () => {
  let api: TestApi;
  let analyst: Client;
  let source: DataSource;
  const clock = new VirtualClock('2026-12-24T03:00:00.000Z');

  beforeAll(async () => {
    api = await startApi({ clock });
    analyst = await api.as('analyst');
    source = api.app.get(DataSource);
  });
  afterAll(() => api?.close());

  async function reportOf(what: World): Promise<CampaignReport> {
    const id = await lay(source, what);
    const { status, body } = await analyst.get<CampaignReport>(`/v1/campaigns/${id}/report`);
    expect(status).toBe(200);
    return body;
  }

  it.each(Array.from({ length: 16 }, (_, seed) => seed + 1))(
    'agrees with a count person by person (seed %i)',
    async (seed) => {
      const what = randomWorld(seed);
      const report = await reportOf(what);
      const expected = naive(what, api.env.timeZone);
      expect(report).toMatchObject({
        audience: expected.audience,
        heldOut: expected.heldOut,
        accepted: expected.accepted,
        failed: expected.failed,
        uncertain: expected.uncertain,
        open: expected.open,
        everUncertain: expected.everUncertain,
        sent: expected.accepted,
        balance: { holds: true, audience: expected.audience, accounted: expected.audience },
        delivered: { count: expected.delivered },
        bounced: { count: expected.bounced, atTheDoor: expected.atTheDoor },
        opened: expected.opened,
        clicked: expected.clicked,
        unsubscribed: { count: expected.unsubscribed },
        complained: { count: expected.complained },
        replied: { count: expected.replied },
        converted: { count: expected.converted, events: expected.conversionEvents },
      });
      expect(report.skipped).toEqual(expected.skipped);
      expect(report.failedBy).toEqual(expected.failedBy);
      expect(byCurrency(report.revenue)).toEqual(expected.revenue);
      for (const [arm, counted] of [
        [report.experiment.treated, expected.treated],
        [report.experiment.heldOut, expected.heldOutArm],
      ] as const) {
        expect([arm.assigned, arm.converted]).toEqual([counted.assigned, counted.converted]);
        expect(byCurrency(arm.revenue)).toEqual(counted.revenue);
      }
      const days = new Map(
        report.daily.flatMap(({ day, ...figures }) =>
          Object.entries(figures)
            .filter(([, count]) => count > 0)
            .map(([column, count]) => [`${day} ${column}`, count]),
        ),
      );
      expect(days).toEqual(expected.days);
      expectLift(report, expected);
    },
  );

  function expectLift(report: CampaignReport, { treated, heldOutArm }: ReturnType<typeof naive>) {
    const { conversion, revenuePerPerson: money } = report.experiment;
    if (treated.assigned === 0 || heldOutArm.assigned === 0) expect(conversion).toBeNull();
    else
      expect(conversion?.estimate).toBeCloseTo(
        treated.converted / treated.assigned - heldOutArm.converted / heldOutArm.assigned,
        12,
      );
    if (money === null) return;
    const sample = (spent: number[]) => {
      const mean = spent.reduce((a, b) => a + b, 0) / spent.length;
      const squares = spent.reduce((s, x) => s + (x - mean) ** 2, 0);
      return { of: spent.length, mean, variance: squares / (spent.length - 1) };
    };
    const a = sample(treated.spent(money.currency));
    const b = sample(heldOutArm.spent(money.currency));
    const welch = welchDifference(a, b);
    expect(money.treatedMean).toBeCloseTo(a.mean, 6);
    expect(money.heldOutMean).toBeCloseTo(b.mean, 6);
    expect(money.low).toBeCloseTo(welch?.low ?? NaN, 4);
    expect(money.high).toBeCloseTo(welch?.high ?? NaN, 4);
  }

  it('counts the goal from just after the instant to the last one of the window', async () => {
    const at = (time: Date) => reportOf(world([accepted(1), heldOut(2)], [purchase(1, time)]));
    expect((await at(after(0))).experiment.treated.converted).toBe(0);
    expect((await at(after(0, 1))).experiment.treated.converted).toBe(1);
    expect((await at(after(24))).experiment.treated.converted).toBe(1);
    expect((await at(after(24, 1))).experiment.treated.converted).toBe(0);
  });

  it('watches both arms alike, whatever became of the message', async () => {
    const failed = accepted(1, { state: 'failed', reason: 'rejected', finishedAt: null });
    const never = accepted(4, { arm: null, state: 'skipped', reason: 'no_consent' });
    const { experiment, converted } = await reportOf(
      world(
        [failed, accepted(2), heldOut(3), never],
        [1, 3, 4].map((contact) => purchase(contact, after(2), 100n)),
      ),
    );
    expect(experiment.treated).toMatchObject({ assigned: 2, converted: 1 });
    expect(experiment.heldOut).toMatchObject({ assigned: 1, converted: 1 });
    expect(converted?.count).toBe(0);
  });

  it('counts revenue per person in the most frequent currency, and never adds two up', async () => {
    const report = await reportOf(
      world(
        [
          ...[accepted(1), accepted(2), heldOut(3), heldOut(4)],
          // Who never was eligible has no say in the currency.
          accepted(5, { arm: null, state: 'skipped', reason: 'no_consent' }),
        ],
        [
          ...[1, 2, 3].map((hours) => purchase(5, after(hours), 7n, 'EUR')),
          purchase(1, after(1), 100n),
          purchase(1, after(2), 50n),
          purchase(1, after(3), 999n, 'USD'),
          purchase(3, after(3), 20n),
        ],
      ),
    );
    expect(report.experiment.revenuePerPerson).toMatchObject({
      currency: 'THB',
      treatedMean: 75,
      heldOutMean: 10,
      estimate: 65,
    });
    expect(report.revenue).toEqual([
      { currency: 'THB', amount: '150.0000', events: 2, contacts: 1 },
      { currency: 'USD', amount: '999.0000', events: 1, contacts: 1 },
    ]);
  });

  it('a machine that opens is no reader', async () => {
    const by = (actor: 'person' | 'machine') => ({ kind: 'open', actor, at: after(2) });
    const { opened } = await reportOf(
      world([
        accepted(1, { responses: [by('machine'), by('machine')] }),
        accepted(2, { responses: [by('machine'), by('person')] }),
        accepted(3),
      ]),
    );
    expect(opened).toMatchObject({
      people: { unique: 1, total: 1 },
      machines: { unique: 2, total: 3 },
      machineOnly: 1,
      rate: { numerator: 1, denominator: 3 },
    });
  });

  it('says that nobody was held out', async () => {
    const { experiment } = await reportOf(world([accepted(1)], [purchase(1, after(1), 5n)]));
    expect(experiment.conversion).toBeNull();
    expect(experiment.revenuePerPerson).toBeNull();
    expect(experiment.verdict.kind).toBe('no_comparison');
  });

  it('has something to say when everybody was held out', async () => {
    const report = await reportOf(world([heldOut(1), heldOut(2)], [purchase(1, after(1), 5n)]));
    expect(report).toMatchObject({
      audience: 2,
      heldOut: 2,
      skipped: {},
      accepted: 0,
      revenue: [],
    });
    expect(report.delivered.rate.value).toBeNull();
    expect(report.experiment.heldOut).toMatchObject({ assigned: 2, converted: 1, rate: 0.5 });
    expect(report.experiment.verdict.kind).toBe('no_comparison');
  });

  it('finds a difference where there is one, and says when it is too early', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => (i < 50 ? accepted(i + 1) : heldOut(i + 1)));
    const many = rows.slice(0, 30).map(({ contact }) => purchase(contact, after(3)));
    const report = await reportOf(world(rows, many));
    expect(report.experiment.verdict.kind).toBe('raised');
    expect(report.experiment.window.complete).toBe(true);
    expect(report.experiment.verdict.text.en).toMatch(/^The campaign raised .* by 60\.00 points/);
    const later = { ...world(rows, many), goal: { event: 'purchase', windowHours: 24 * 365 } };
    const early = await reportOf(later);
    expect(early.experiment.window.complete).toBe(false);
    expect(early.experiment.verdict.text.en).toMatch(/^So far, the campaign raised/);
  });

  it('a goal that nobody ever reached is 0, and no goal is none', async () => {
    const rows = [accepted(1), heldOut(2)];
    const never = { ...world(rows), goal: { event: 'never happened', windowHours: 24 } };
    expect((await reportOf(never)).converted).toMatchObject({ count: 0, events: 0 });
    const { converted, experiment, goal } = await reportOf({ ...world(rows), goal: null });
    expect([converted, goal, experiment.conversion]).toEqual([null, null, null]);
    expect(experiment.verdict.kind).toBe('no_goal');
  });

  it('a campaign that has not started has a report of zeros', async () => {
    const report = await reportOf({ ...world([]), instants: [] });
    expect(report).toMatchObject({
      started: false,
      goal: { event: 'purchase', windowHours: 24 },
      audience: 0,
      balance: { holds: true, audience: 0, accounted: 0 },
      runs: [],
      competitors: { from: null, to: null, notes: [] },
      experiment: { verdict: { kind: 'not_started' } },
    });
  });

  it('shows what competitors did in its weeks, Monday to Sunday', async () => {
    const marketer = await api.as('marketer');
    const { body } = await marketer.post('/v1/competitors', { name: 'Rival' });
    const put = (title: string, startsOn: string, endsOn: string | null = null) =>
      marketer.post(`/v1/competitors/${String(body.id)}/notes`, {
        kind: 'price',
        title,
        startsOn,
        endsOn,
        confidence: 'high',
        impact: 4,
      });
    await put('the Sunday before', '2026-11-01');
    await put('Monday', '2026-11-02');
    await put('reaching in', '2026-10-01', '2026-11-02');
    await put('=1+1', '2026-11-08');
    await put('the Monday after', '2026-11-09');
    await marketer.post(`/v1/competitors/${String(body.id)}/archive`);
    const { competitors } = await reportOf(world([accepted(1)]));
    expect(competitors).toMatchObject({ from: '2026-11-02', to: '2026-11-08' });
    expect(competitors.notes.map(({ title }) => title)).toEqual(['reaching in', 'Monday', '=1+1']);
    expect(competitors.notes[0]).toMatchObject({ competitor: 'Rival', kind: 'price', impact: 4 });
  });

  it('is the same as CSV', async () => {
    const id = await lay(source, randomWorld(7));
    const url = `/v1/campaigns/${id}/report`;
    const { body: report } = await analyst.get<CampaignReport>(url);
    const { headers, text } = await analyst.get(`${url}.csv`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe(`attachment; filename="campaign-${id}-report.csv"`);
    expect(text.startsWith('\ufeffsection,name,value,unit,denominator,note\r\n')).toBe(true);
    const rows = parse<Record<string, string>>(text, { bom: true, columns: true });
    const values = (section: string, name: string) =>
      rows.filter((r) => r.section === section && r.name === name).map(({ value }) => value);
    const added = (section: string, name: string) =>
      values(section, name).reduce((sum, value) => sum + Number(value), 0);
    expect(added('audience', 'audience')).toBe(report.audience);
    expect(
      ['heldOut', 'skipped', 'accepted', 'failed', 'uncertain', 'open'].reduce(
        (sum, name) => sum + added('audience', name),
        0,
      ),
    ).toBe(report.audience);
    for (const name of ['opened', 'clicked'] as const) {
      expect(added('funnel', `${name}.people.unique`)).toBe(report[name].people.unique);
      expect(added('funnel', `${name}.machines.total`)).toBe(report[name].machines.total);
    }
    expect(added('funnel', 'delivered')).toBe(report.delivered.count);
    expect(added('funnel', 'converted')).toBe(report.converted?.count);
    expect(values('funnel', 'revenue')).toEqual(report.revenue.map(({ amount }) => amount));
    const { conversion, treated, heldOut: kept } = report.experiment;
    expect(added('experiment', 'treated.converted')).toBe(treated.converted);
    expect(values('experiment', 'heldOut.revenue')).toEqual(kept.revenue.map((r) => r.amount));
    expect(values('experiment', 'conversion.low').map(Number)).toEqual(
      conversion === null ? [] : [conversion.low],
    );
    for (const column of ['sent', 'opened', 'converted'] as const)
      expect(added('daily', column)).toBe(report.daily.reduce((sum, day) => sum + day[column], 0));
    expect(values('competitors', 'Rival')).toContain("'=1+1");
  });

  it('is not for everybody, nor for a campaign that is not there', async () => {
    const missing = await analyst.get('/v1/campaigns/999999/report');
    expect([missing.status, missing.body.code]).toEqual([404, 'campaign.not_found']);
    expect((await analyst.get('/v1/campaigns/999999/report.csv')).status).toBe(404);
    expect((await api.anonymous.get('/v1/campaigns/1/report')).status).toBe(401);
    expect((await (await api.as('agent')).get('/v1/campaigns/1/report')).status).toBe(403);
  });

  it('has the shape that the API describes', async () => {
    const { body } = await analyst.get<{ paths: Paths }>('/docs/openapi.json');
    const operation = body.paths['/v1/campaigns/{id}/report']?.get;
    const schema = operation?.responses['200']?.content['application/json']?.schema;
    const report = await reportOf(randomWorld(3));
    expect(schema).toBeDefined();
    expectKeys(report, schema, '');
  });
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
type Paths = Record<
  string,
  { get?: { responses: Record<string, { content: Record<string, { schema: Schema }> }> } }
>;

/** Every object has exactly the fields that are described, all the way down. */
function expectKeys(value: unknown, schema: Schema | undefined, path: string): void {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) expectKeys(item, schema?.items, `${path}[]`);
    return;
  }
  const properties = schema?.properties ?? schema?.anyOf?.find((one) => one.properties)?.properties;
  if (typeof value !== 'object' || value === null || properties === undefined) return;
  expect([path, Object.keys(value).sort()]).toEqual([path, Object.keys(properties).sort()]);
  for (const [key, child] of Object.entries(value))
    expectKeys(child, properties[key], `${path}.${key}`);
}
