import { faultsOf } from './report-file.js';

const good = {
  campaignId: '1',
  campaign: 'Monsoon sale',
  audience: 100,
  heldOut: 9,
  skipped: { no_consent: 5, suppressed: 1 },
  accepted: 83,
  failed: 1,
  uncertain: 1,
  caught: 83,
  builtInEffect: 0.06,
};

describe('faultsOf', () => {
  it('finds nothing wrong with figures that add up', () => {
    expect(faultsOf(good)).toEqual([]);
  });

  it.each([
    ['heldOut', 10],
    ['failed', 0],
    ['uncertain', 2],
    ['audience', 101],
  ])('notices that %s is %i', (name, value) => {
    expect(faultsOf({ ...good, [name]: value })).toEqual([
      expect.stringContaining('not accounted for'),
    ]);
  });

  it('notices a reason that was forgotten', () => {
    expect(faultsOf({ ...good, skipped: { no_consent: 5 } })).toHaveLength(1);
  });

  it('notices a message too few or too many in the catcher', () => {
    for (const caught of [82, 84]) {
      expect(faultsOf({ ...good, caught })).toEqual([
        `83 messages were accepted, but the catcher holds ${caught}.`,
      ]);
    }
  });

  it('is not content with nothing', () => {
    const nothing = { audience: 0, heldOut: 0, skipped: {}, accepted: 0, failed: 0, uncertain: 0 };
    expect(faultsOf({ ...good, ...nothing, caught: 0 })).toEqual(['The audience is empty.']);
  });
});
