import { makePeople } from '../generator/people.js';
import { baseProbability, basketOf, behaviourOf, builtInEffect } from './behaviour.js';

const people = makePeople('behaviour', 20_000, new Date('2026-11-22T05:00:00.000Z'));
const buyers = (gotMessage: boolean): number =>
  people.filter((person) => basketOf('seed', person, gotMessage)).length / people.length;

describe('the customers of the sample', () => {
  it('buy more often by the built-in effect when they get the message', () => {
    // Both shares come from the same draws, so that their difference hardly varies.
    expect(buyers(true) - buyers(false)).toBeCloseTo(builtInEffect, 2);
    const expected = people.reduce((sum, one) => sum + baseProbability(one), 0) / people.length;
    expect(buyers(false)).toBeCloseTo(expected, 2);
  });

  it('never buy less because of it', () => {
    const putOff = people.filter(
      (person) => basketOf('seed', person, false) && !basketOf('seed', person, true),
    );
    expect(putOff).toEqual([]);
  });

  it('click only when they open, and leave only when they open and do not buy', () => {
    const behaviours = people.map((person) => behaviourOf('seed', person));
    const blind = behaviours.filter(
      ({ opens, clicks, unsubscribes }) => !opens && (clicks > 0 || unsubscribes),
    );
    expect(blind).toEqual([]);
    expect(behaviours.some(({ clicks }) => clicks > 0)).toBe(true);
    expect(behaviours.some(({ unsubscribes }) => unsubscribes)).toBe(true);
    const torn = people.filter(
      (person, index) => behaviours[index]?.unsubscribes && basketOf('seed', person, true),
    );
    expect(torn).toEqual([]);
  });

  it('have mailboxes of every kind', () => {
    const kinds = new Set(people.map((person) => behaviourOf('seed', person).mailbox));
    expect([...kinds].sort()).toEqual(['link_checker', 'plain', 'privacy', 'proxy', 'scanner']);
  });

  it('do the same for the same seed', () => {
    for (const person of people.slice(0, 100)) {
      expect(behaviourOf('seed', person)).toEqual(behaviourOf('seed', person));
    }
    const some = people.slice(0, 1000);
    const of = (seed: string) => some.map((person) => behaviourOf(seed, person));
    expect(of('seed')).not.toEqual(of('other'));
  });
});
