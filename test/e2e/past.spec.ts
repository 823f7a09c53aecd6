import type { PastReport } from '#libs/analysis';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';
import { hillstromCsv, hillstromLayout } from '../support/reports/hillstrom.js';

/**
 * Expected figures by R 4.2 over the file: prop.test(x, n, correct = FALSE), t.test(x, y), p.adjust(p,
 * 'holm'), chisq.test, and pchisq of Cochran's Q by hand.
 */
describe('a campaign that others sent', () => {
  let api: TestApi;
  let analyst: Client;
  let report: PastReport;
  let id: string;

  beforeAll(async () => {
    api = await startApi();
    analyst = await api.as('analyst');
    const made = await analyst.post<{ id: string }>('/v1/past-campaigns', {
      name: 'Hillstrom 2008',
      ranOn: '2008-03-20',
      layout: hillstromLayout,
    });
    expect(made.status).toBe(201);
    ({ id } = made.body);
    expect((await analyst.get(`/v1/past-campaigns/${id}/report`)).body).toMatchObject({
      code: 'past.no_file',
    });
    const read = await send(hillstromCsv());
    expect(read.status).toBe(200);
    report = (await analyst.get<PastReport>(`/v1/past-campaigns/${id}/report`)).body;
    expect(read.body).toEqual(report);
  });
  afterAll(() => api.close());

  const send = (csv: string) =>
    analyst.put<PastReport>(`/v1/past-campaigns/${id}/file`, csv, { 'content-type': 'text/csv' });
  const of = (arm: string, outcome: string) =>
    report.comparisons.find((each) => each.arm === arm && each.outcome === outcome)!;

  it('is told as the file has it', () => {
    const told = report.arms.map(({ arm, people, figures }) => [
      arm,
      people,
      ...figures.map(({ total }) => Number(total.toFixed(2))),
    ]);
    expect(told).toEqual([
      ['No E-Mail', 21_306, 2262, 122, 13_908.33],
      ['Mens E-Mail', 21_307, 3894, 267, 30_311.69],
      ['Womens E-Mail', 21_387, 3238, 189, 23_038.11],
    ]);
    expect(report.equalShares.pValue).toBeCloseTo(0.9036929576, 8);
  });

  it.each([
    ['Mens E-Mail', 'visit', 0.07658956365, 0.06995350122, 0.08322562608, 3.41109929e-111],
    ['Mens E-Mail', 'conversion', 0.00680500652, 0.00500017138, 0.008609841659, 6.092894002e-13],
    ['Mens E-Mail', 'spend', 0.7698271559, 0.4851397326, 1.054514579, 3.491444905e-7],
    ['Womens E-Mail', 'visit', 0.04523310659, 0.03889382581, 0.05157238736, 1.59120158e-43],
    ['Womens E-Mail', 'conversion', 0.003111057511, 0.001498677821, 0.004723437201, 3.142102582e-4],
    ['Womens E-Mail', 'spend', 0.4244122159, 0.1689567899, 0.679867642, 1.129397102e-3],
  ])('%s changed %s by as much as R says', (arm, outcome, estimate, low, high, p) => {
    const { difference, pValue, verdict } = of(arm, outcome);
    expect(difference!.estimate).toBeCloseTo(estimate, 8);
    expect(difference!.low).toBeCloseTo(low, 8);
    expect(difference!.high).toBeCloseTo(high, 8);
    expect(pValue! / p).toBeCloseTo(1, 6);
    expect(verdict.kind).toBe('raised');
  });

  it('says for whom it did more', () => {
    const p = (arm: string, column: string) =>
      report.heterogeneity.find((each) => each.arm === arm && each.column === column)!;
    expect(p('Womens E-Mail', 'womens').pValue! / 2.256135647e-21).toBeCloseTo(1, 6);
    expect(p('Womens E-Mail', 'mens').pValue! / 7.001272619e-15).toBeCloseTo(1, 6);
    expect(p('Mens E-Mail', 'womens').pValue).toBeCloseTo(0.285993197, 8);
    const effects = p('Womens E-Mail', 'womens').segments.map(({ value, difference }) => [
      value,
      Number(difference!.estimate.toFixed(10)),
    ]);
    expect(Object.fromEntries(effects)).toEqual({ 0: 0.0110784672, 1: 0.0731145486 });
    expect(p('Womens E-Mail', 'womens').text.en).toBe(
      'Womens E-Mail: its effect on visit depends on womens: most with 1 (7.31), least with 0 (1.11).',
    );
    expect(p('Mens E-Mail', 'newbie').text.th).toBe('Mens E-Mail: ไม่พบว่าผลต่างกันตาม newbie');
  });

  it('says what to do', () => {
    expect(report.verdict).toEqual({
      en: 'Send Mens E-Mail: it raised 7.66 points of visit (7.00 to 8.32), 3.14 more than Womens E-Mail (2.43 to 3.84).',
      th: 'ส่ง Mens E-Mail: เพิ่มขึ้น 7.66 จุดเปอร์เซ็นต์ของ visit (7.00 ถึง 8.32) มากกว่า Womens E-Mail 3.14 (2.43 ถึง 3.84)',
    });
    expect(of('Womens E-Mail', 'spend').verdict.text.en).toBe(
      'Womens E-Mail raised it by 0.42 USD of spend a person (0.17 to 0.68, 95 % interval).',
    );
  });

  it.each([
    ['segment,visit\nx,1\n', 'past.unknown_column', 'line 1, column conversion'],
    ['maybe', 'past.not_yes_no', 'line 64002, column visit'],
  ])('refuses a file that is wrong, and keeps the one before', async (change, code, place) => {
    const wrong = `${hillstromCsv()}"No E-Mail",a,0,0,0,maybe,0,0\n`;
    const answer = await send(change === 'maybe' ? wrong : change);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, errors: [{ place }] });
    expect((await analyst.get(`/v1/past-campaigns/${id}/report`)).body).toEqual(report);
  });

  it('is put down by whoever may, with columns that are one thing each', async () => {
    const agent = await api.as('agent');
    const body = { name: 'x', ranOn: null, layout: hillstromLayout };
    expect((await agent.post('/v1/past-campaigns', body)).status).toBe(403);
    const twice = { ...hillstromLayout, groups: ['mens', 'visit'] };
    const answer = await analyst.post('/v1/past-campaigns', { ...body, layout: twice });
    expect(answer.body).toMatchObject({
      code: 'past.wrong_layout',
      errors: [{ place: '/layout/groups/1' }],
    });
    expect((await analyst.get('/v1/past-campaigns?limit=1')).body).toMatchObject({
      items: [{ id, name: 'Hillstrom 2008', ranOn: '2008-03-20' }],
      next: null,
    });
  });
});
