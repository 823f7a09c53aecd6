import type { Keep } from './keep.repository.js';
import { plan, type Wanted } from './plan.js';

const keep = (segmentId: string, given: Partial<Keep>): Keep => ({
  segmentId,
  state: 'kept',
  generation: 1,
  version: 1,
  rule: 'old',
  buildGeneration: 1,
  buildVersion: 1,
  buildRule: 'old',
  buildInstant: null,
  ranges: 1,
  settledThrough: '0',
  switchInstant: null,
  signalledThrough: '0',
  keptAt: null,
  remindedUntil: null,
  ...given,
});
const want = (id: string, given: Partial<Wanted> = {}): Wanted => ({
  id,
  version: 1,
  rule: 'old',
  needs: new Set(),
  ...given,
});
const built = (wanted: Wanted[], keeps: Keep[]) => plan(wanted, keeps).build.map(({ id }) => id);

describe('plan', () => {
  it('builds what is not kept yet, or answers to another rule', () => {
    const wanted = [want('1'), want('2', { rule: 'new', version: 2 }), want('3')];
    expect(built(wanted, [keep('2', {}), keep('3', {})])).toEqual(['1', '2']);
  });

  it('begins again when the rule is another one while it is built, but never while it switches', () => {
    const wanted = [want('1', { rule: 'new' })];
    expect(built(wanted, [keep('1', { state: 'building' })])).toEqual(['1']);
    expect(built(wanted, [keep('1', { state: 'settling', buildRule: 'new' })])).toEqual([]);
    expect(built(wanted, [keep('1', { state: 'switching' })])).toEqual([]);
  });

  it('lets a segment wait for those that it refers to', () => {
    const wanted = [
      want('1', { rule: 'new' }),
      want('2', { rule: 'new', needs: new Set(['1']) }),
      want('3', { rule: 'new', needs: new Set(['2']) }),
    ];
    const [one, two, three] = [keep('1', {}), keep('2', {}), keep('3', {})];
    expect(built(wanted, [one, two, three])).toEqual(['1']);
    expect(built(wanted, [keep('1', { rule: 'new' }), two, three])).toEqual(['2']);
  });

  it('ends what is archived, and takes over a version alone', () => {
    const archived = want('1', { rule: null });
    expect(built([archived], [keep('1', {})])).toEqual(['1']);
    expect(built([archived], [keep('1', { state: 'off' })])).toEqual([]);
    const renamed = plan([want('2', { version: 2 })], [keep('2', {})]);
    expect(renamed).toMatchObject({ build: [], open: false, rename: [{ id: '2', version: 2 }] });
  });
});
