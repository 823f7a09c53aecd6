import type { Facts, Schema } from '#libs/rules';
import { PastReach } from './past-reach.js';
import { Verdicts } from './verdicts.js';
import { walk } from './walk.js';

const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 1, hours));
const schema: Schema = {
  timeZone: 'UTC',
  field: () => undefined,
  event: () => undefined,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};
const facts: Facts = {
  id: '1',
  value: () => null,
  history: () => ({ events: [], before: [] }),
  messages: () => [],
  lists: () => new Set(),
  mayReach: () => false,
};
const may = { kind: 'reach', operator: 'may', channel: 'email', purpose: 'marketing' } as const;

function walked(reach: PastReach) {
  let asked = 0;
  const past = {
    turns: [...reach.turns].sort((a, b) => a - b),
    at: (instant: Date): Facts => {
      asked += 1;
      return { ...facts, mayReach: (...which) => reach.mayReach(...which, instant) };
    },
  };
  const verdicts = new Verdicts({ version: 1, where: may }, past, schema);
  const { before, steps } = walk(verdicts, at(0), at(10));
  return { before, steps: steps.map((step) => [step.at, step.entered]), asked };
}

describe('a walk', () => {
  const said = (hours: number, granted: boolean) =>
    ({ channel: 'email', purpose: 'marketing', granted, at: at(hours) }) as const;

  it('follows consent and suppression, which carry no times for the rule', () => {
    const statements = [said(4, false), said(0, true), said(6, true), said(11, false)];
    const reach = new PastReach(new Map([['email', at(8).getTime()]]), statements);
    expect(walked(reach)).toMatchObject({
      before: false,
      steps: [
        [at(0), true],
        [at(4), false],
        [at(6), true],
        [at(8), false],
      ],
    });
  });

  it('holds with the withdrawal, of two at the same instant', () => {
    for (const statements of [
      [said(2, true), said(2, false)],
      [said(2, false), said(2, true)],
    ])
      expect(walked(new PastReach(new Map([['email', Infinity]]), statements)).steps).toEqual([]);
  });

  it('judges once where nothing turns', () => {
    expect(walked(new PastReach(new Map(), []))).toEqual({ before: false, steps: [], asked: 1 });
  });
});
