import { parse } from 'csv-parse/sync';
import type { CampaignFacts, LedgerCount } from '../facts/campaign-facts.js';
import { assemble } from './assemble.js';
import { reportToCsv } from './csv.js';

const now = new Date('2026-11-22T03:00:00.000Z');
const quarterOf = (instant: string): number => Date.parse(instant) / 900_000;

const facts: CampaignFacts = {
  campaign: {
    id: '7',
    name: '=HYPERLINK("http://evil.test")',
    channel: 'email',
    state: 'done',
    startedAt: new Date('2026-11-01T18:00:00.000Z'),
    finishedAt: null,
  },
  goal: { event: 'purchase', windowHours: 24 },
  runs: [{ occurrence: 0, instant: new Date('2026-11-01T18:00:00.000Z') }],
  trigger: null,
  audience: 0,
  ledger: [],
  responses: [],
  conversions: [],
  revenues: [],
};

const rows = (change: Partial<LedgerCount>): LedgerCount => ({
  state: 'accepted',
  reason: null,
  arm: 'treated',
  bounced: false,
  deliveries: 1,
  everUncertain: 0,
  quarter: null,
  ...change,
});

const report = (change: Partial<CampaignFacts>) =>
  assemble({ ...facts, ...change }, [], now, 'Asia/Bangkok');

describe('the account', () => {
  it('holds when everybody is booked once', () => {
    const ledger = [
      rows({ deliveries: 5, everUncertain: 2 }),
      rows({ state: 'skipped', reason: 'held_out', arm: 'held_out', deliveries: 3 }),
      rows({ state: 'suppressed', reason: 'withdrawn', deliveries: 2 }),
      rows({ state: 'held', deliveries: 1 }),
    ];
    expect(report({ ledger, audience: 11 })).toMatchObject({
      audience: 11,
      heldOut: 3,
      skipped: { withdrawn: 2 },
      accepted: 5,
      uncertain: 1,
      everUncertain: 2,
      balance: { holds: true, accounted: 11 },
    });
  });

  it('does not hold when somebody is missing or in a state nobody knows', () => {
    expect(report({ ledger: [rows({})], audience: 2 }).balance.holds).toBe(false);
    const lost = [rows({}), rows({ state: 'evaporated' })];
    expect(report({ ledger: lost, audience: 2 }).balance).toEqual({
      holds: false,
      audience: 2,
      accounted: 1,
    });
  });
});

describe('days and weeks', () => {
  it('are those of the organisation: Monday begins in Bangkok before it does in London', () => {
    const { competitors, daily } = report({
      ledger: [
        rows({ quarter: quarterOf('2026-11-01T16:45:00.000Z') }),
        rows({ quarter: quarterOf('2026-11-01T17:00:00.000Z'), deliveries: 2 }),
      ],
    });
    expect(competitors).toMatchObject({ from: '2026-11-02', to: '2026-11-08' });
    expect(daily.map(({ day, sent }) => [day, sent])).toEqual([
      ['2026-11-01', 1],
      ['2026-11-02', 2],
    ]);
  });

  it('without a goal, last until the campaign ends or, while it runs, until now', () => {
    const { campaign } = facts;
    expect(report({ goal: null }).competitors.to).toBe('2026-11-22');
    const finishedAt = new Date('2026-11-09T01:00:00.000Z');
    const ended = report({ goal: null, campaign: { ...campaign, finishedAt } });
    expect(ended.competitors.to).toBe('2026-11-15');
  });
});

describe('as CSV', () => {
  it('runs no formula, and leaves negative money a number', () => {
    const csv = reportToCsv(
      report({
        revenues: [
          {
            arm: 'treated',
            delivered: true,
            currency: 'THB',
            contacts: 1,
            events: 1,
            amount: '-12.5000',
            squares: '156.25000000',
          },
        ],
      }),
    );
    const lines = parse<Record<string, string>>(csv, { bom: true, columns: true });
    const value = (name: string) => lines.find((line) => line.name === name)?.value;
    expect(value('name')).toBe(`'=HYPERLINK("http://evil.test")`);
    expect(value('revenue')).toBe('-12.5000');
  });
});
