import { readTrigger } from './read-trigger.js';

const places = (json: unknown): string[] => {
  const read = readTrigger(json);
  return read.ok ? [] : read.error.map(({ place, code }) => `${place} ${code}`);
};

const event = { on: 'event', event: 'cart_updated' };
const date = { on: 'date', field: 'birthDate', at: '09:00' };
const calendar = { on: 'calendar', at: '09:00' };

describe('readTrigger', () => {
  it('fills in what is left out', () => {
    expect(readTrigger(event)).toEqual({
      ok: true,
      value: {
        on: 'event',
        event: 'cart_updated',
        where: [],
        reentry: null,
        delay: null,
        recheck: true,
        exit: null,
        cap: null,
        perHour: null,
        quiet: null,
      },
    });
  });

  it.each([
    { ...event, where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 5 }] },
    { ...event, delay: { hours: 2 }, exit: { event: 'purchased' }, recheck: false },
    { ...event, exit: { rule: { version: 1, where: { kind: 'everyone' } } } },
    { ...event, reentry: { kind: 'per', key: 'properties.cart.id', days: 3 }, perHour: 100 },
    { on: 'entered', segmentId: '7', includeRuleChanges: true, cap: { times: 2, days: 30 } },
    { ...date, daysAfter: -7, yearly: true, zone: 'contact' },
    { ...calendar, every: 'day' },
    { ...calendar, every: 'week', weekdays: [5, 1, 5] },
    { ...calendar, every: 'month', dayOfMonth: 31, reentry: { kind: 'after', days: 60 } },
    { ...event, quiet: { from: '21:00', to: '09:00', zone: 'contact', policy: 'skip' } },
  ])('what it shows can be sent back: %j', (json) => {
    const read = readTrigger(json);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(readTrigger(JSON.parse(JSON.stringify(read.value)))).toEqual(read);
  });

  it.each([
    [null, ' '],
    ['event', '/on trigger.bad_value'],
    [{ on: 'full_moon' }, '/on trigger.bad_value'],
    [{ ...event, colour: 1 }, '/colour trigger.unknown_property'],
    [{ ...event, segmentId: '1' }, '/segmentId trigger.unknown_property'],
    [{ ...event, event: 7 }, '/event trigger.bad_value'],
    [{ ...event, where: [{ kind: 'moon' }] }, '/where/0/kind rule.unknown_kind'],
    [{ ...event, delay: { hours: 1, days: 1 } }, '/delay trigger.bad_value'],
    [{ ...event, delay: { hours: 2161 } }, '/delay/hours trigger.bad_value'],
    [{ ...event, exit: {} }, '/exit trigger.bad_value'],
    [
      { ...event, exit: { rule: { version: 1, where: { kind: 'moon' } } } },
      '/exit/rule/where/kind rule.unknown_kind',
    ],
    [{ ...event, exit: { event: 'a', where: 1 } }, '/exit/where rule.bad_value'],
    [{ ...event, reentry: { kind: 'per', key: 'cart' } }, '/reentry/key trigger.bad_value'],
    [{ ...event, cap: { times: 0, days: 1 } }, '/cap/times trigger.bad_value'],
    [{ ...event, quiet: { from: '9:00', to: '10:00' } }, '/quiet/from trigger.bad_value'],
    [{ ...event, quiet: { from: '09:00', to: '09:00' } }, '/quiet trigger.bad_value'],
    [{ ...date, daysAfter: 367 }, '/daysAfter trigger.bad_value'],
    [{ ...date, delay: { hours: 1 } }, '/delay trigger.not_for_this_trigger'],
    [
      { ...date, reentry: { kind: 'per', key: 'properties.x' } },
      '/reentry/kind trigger.not_for_this_trigger',
    ],
    [{ ...calendar, every: 'week' }, '/weekdays trigger.bad_value'],
    [{ ...calendar, every: 'week', weekdays: [8] }, '/weekdays/0 trigger.bad_value'],
    [{ ...calendar, every: 'day', weekdays: [1] }, '/weekdays trigger.not_for_this_trigger'],
    [{ on: 'left', segmentId: 1 }, '/segmentId trigger.bad_value'],
  ])('refuses %j at its place', (json, expected) => {
    expect(places(json)).toContain(expected === ' ' ? '/on trigger.bad_value' : expected);
  });
});
