import { Tallying } from './tallying.js';

const delivery = { mailingId: '7' };

describe('what one commit adds to how its mailings stand', () => {
  it.each([
    ['was accepted', { state: 'accepted', code: 250 }, { attempted: 1, accepted: 1 }],
    ['failed', { state: 'failed', code: 550 }, { attempted: 1, accepted: 0 }],
    // Counts for nothing, and yet the server spoke: the watchdog hears of it.
    ['was refused for the time being', { state: 'deferred', code: 451 }, { attempted: 0 }],
  ])('a message that %s', (_, outcome, sum) => {
    const tallying = new Tallying();
    tallying.ended([{ delivery, ...outcome }]);
    expect(tallying.sums.get('7')).toMatchObject({ ...sum, bounced: 0, erred: 0 });
    expect([...tallying.troubled]).toEqual(outcome.state === 'failed' ? ['7'] : []);
  });

  it.each([
    ['met nobody', { state: 'deferred', code: null }],
    ['may have arrived', { state: 'uncertain', code: null }],
  ])('a message that %s is no sign of life', (_, outcome) => {
    const tallying = new Tallying();
    tallying.ended([{ delivery, ...outcome }]);
    expect(tallying.sums.size).toBe(0);
  });
});
