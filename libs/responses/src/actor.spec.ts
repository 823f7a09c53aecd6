import { judgeClick, judgeOpen, type Visit } from './actor.js';

const phone: Visit = {
  method: 'GET',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  purpose: null,
  sinceSentMs: 60_000,
  otherRecentClicks: 0,
};

describe('who opened or clicked', () => {
  it('takes a browser for a person', () => {
    expect(judgeOpen(phone)).toEqual({ actor: 'person', reason: 'default' });
    expect(judgeClick(phone).actor).toBe('person');
  });

  it.each<[string, Partial<Visit>]>([
    ['head_request', { method: 'HEAD' }],
    ['prefetch', { purpose: 'prefetch;prerender' }],
    ['no_user_agent', { userAgent: null }],
    ['privacy_proxy', { userAgent: 'Mozilla/5.0' }],
    ['bot', { userAgent: 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE) bot)' }],
  ])('%s is a machine, opening and clicking', (reason, change) => {
    expect(judgeOpen({ ...phone, ...change })).toEqual({ actor: 'machine', reason });
    expect(judgeClick({ ...phone, ...change })).toEqual({ actor: 'machine', reason });
  });

  it('takes an image proxy of Gmail for the person who looks', () => {
    const userAgent =
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
    expect(judgeOpen({ ...phone, userAgent }).actor).toBe('person');
  });

  it('takes a click in the same instant, or one in a burst, for a scanner', () => {
    expect(judgeClick({ ...phone, sinceSentMs: 1999 }).reason).toBe('instant');
    expect(judgeClick({ ...phone, sinceSentMs: 2000 }).actor).toBe('person');
    expect(judgeClick({ ...phone, otherRecentClicks: 3 }).reason).toBe('burst');
    expect(judgeClick({ ...phone, otherRecentClicks: 2 }).actor).toBe('person');
    expect(judgeOpen({ ...phone, sinceSentMs: 0 }).actor).toBe('person');
  });
});
