import { addContact, daysBetween, emptyTally } from './tally.js';

const zone = 'Europe/Berlin';

describe('the days of a backtest', () => {
  it('are those of the zone, across a change of the clocks', () => {
    const [from, to] = [new Date('2026-10-23T22:00:00Z'), new Date('2026-10-25T23:00:00Z')];
    expect(daysBetween(from, to, zone)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  });

  it('take what happened by the local calendar', () => {
    const tally = emptyTally();
    const steps = [
      { at: new Date('2026-10-24T21:59:59.999Z'), entered: true },
      { at: new Date('2026-10-24T22:00:00Z'), entered: false },
      { at: new Date('2026-10-25T23:00:00Z'), entered: true },
    ];
    const message = { campaignId: '7', name: 'Sale', at: new Date('2026-10-25T21:59:59.999Z') };
    addContact(tally, { before: false, steps }, [message, message], zone);
    addContact(tally, { before: true, steps: [] }, [], zone);
    expect(tally).toEqual({
      members: 1,
      entrants: 1,
      days: {
        '2026-10-24': { entered: 1, left: 0, contacted: 1 },
        '2026-10-25': { entered: 0, left: 1, contacted: 0 },
        '2026-10-26': { entered: 1, left: 0, contacted: 1 },
      },
      campaigns: { 7: { name: 'Sale', contacts: 1, messages: 2 } },
    });
  });
});
