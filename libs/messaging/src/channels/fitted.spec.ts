import { fitted } from './fitted.js';

describe('an outcome as the ledger can hold it', () => {
  it('leaves alone what fits', () => {
    const accepted = { state: 'accepted', code: 250, providerId: 'SM' + '0'.repeat(32) } as const;
    expect(fitted(accepted)).toEqual(accepted);
    const failed = { state: 'failed', code: 550, status: '5.7.515', text: 'no' } as const;
    expect(fitted(failed)).toEqual(failed);
    expect(fitted({ state: 'uncertain' })).toEqual({ state: 'uncertain' });
  });

  it.each([65_536, -1, 1.5, NaN])('has no code %d', (code) => {
    expect(fitted({ state: 'failed', code, status: null })).toMatchObject({ code: null });
    expect(fitted({ state: 'accepted', code, providerId: null })).toMatchObject({ code: null });
  });

  it('has no status that is none, and names as long and as plain as the column', () => {
    const said = { state: 'deferred', code: 451, status: '4.7.0 or so, it seems' } as const;
    expect(fitted(said)).toMatchObject({ status: null });
    const providerId = 'ก' + 'x'.repeat(200);
    expect(fitted({ state: 'accepted', code: 250, providerId })).toMatchObject({
      providerId: '?' + 'x'.repeat(127),
    });
  });
});
