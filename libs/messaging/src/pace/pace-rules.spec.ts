import type { PaceLimit, WarmUp } from '../limits/sending-limits.js';
import { domainOf, paceRules, type Route } from './pace-rules.js';

const route: Route = { channel: 'email', sender: 'news@shop.example', domain: 'gmail.com' };
const limit = (scope: PaceLimit['scope'], key: string, messages = 10): PaceLimit => ({
  scope,
  key,
  messages,
  per: 'second',
});
const now = Date.parse('2026-11-24T18:00:00Z'); // the 25th in Bangkok
const rules = (pace: PaceLimit[], warmUps: WarmUp[] = [], of = route) =>
  paceRules({ pace, warmUps }, of, now, 'Asia/Bangkok').map(
    ({ name, windowMs, capacity }) => `${name} ${capacity}/${windowMs}`,
  );

describe('paceRules', () => {
  it('finds what concerns the way out, the sender by address or domain, and the recipient', () => {
    expect(
      rules([
        limit('channel', 'email', 1),
        limit('channel', 'sms', 2),
        limit('sender', 'News@shop.example', 3),
        limit('sender', 'shop.example', 4),
        limit('sender', 'other.example', 5),
        { ...limit('domain', 'Gmail.com', 6), per: 'hour' },
        limit('domain', 'yahoo.com', 7),
      ]),
    ).toEqual([
      'channel:email:second 1/1000',
      'sender:news@shop.example:second 3/1000',
      'sender:shop.example:second 4/1000',
      'domain:gmail.com:hour 6/3600000',
    ]);
  });

  it('counts each domain by itself where all are meant, and leaves out one that is named', () => {
    const all = limit('domain', '*', 5);
    expect(rules([all])).toEqual(['domain:gmail.com:second 5/1000']);
    expect(rules([all, { ...limit('domain', 'gmail.com', 9), per: 'minute' }])).toEqual([
      'domain:gmail.com:minute 9/60000',
    ]);
    expect(rules([all], [], { ...route, channel: 'sms', domain: null })).toEqual([]);
  });

  it.each([
    ['2026-11-24', [50, 100, 200], ['warm-up:shop.example 100/86400000']],
    ['2026-11-25', [50, 100, 200], ['warm-up:shop.example 50/86400000']],
    // It has not begun: no more than on its first day.
    ['2026-12-01', [50, 100, 200], ['warm-up:shop.example 50/86400000']],
    ['2026-11-22', [50, 100, 200], []],
  ])('warms a sender up from %s', (from, perDay, expected) => {
    expect(rules([], [{ sender: 'shop.example', from, perDay }])).toEqual(expected);
  });
});

describe('domainOf', () => {
  it.each([
    ['Somchai@Gmail.COM', 'gmail.com'],
    ['"a@b"@example.test', 'example.test'],
    ['SHOP', null],
    [null, null],
  ])('%s', (address, domain) => {
    expect(domainOf(address)).toBe(domain);
  });
});
