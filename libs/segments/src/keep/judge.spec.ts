import type { Facts, Schema } from '#libs/rules';
import { Judge } from './judge.js';
import { KeepChanges } from './keep-changes.js';
import { keptSegment, type KeptDefinition } from './kept-segment.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const HOUR = 3_600_000;
const created = { name: 'createdAt', kind: 'datetime', label: { en: '', th: '' } } as const;
const schema: Schema = {
  timeZone: 'UTC',
  field: () => ({ ...created, place: { column: 'created_at' } }),
  event: () => undefined,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};
const within = (hours: number): KeptDefinition['rule'] => ({
  version: 1,
  where: { kind: 'date', field: 'createdAt', operator: 'within_last', value: { hours } },
});
const facts = (hoursAgo: number): Facts => ({
  id: '7',
  value: () => new Date(now.getTime() - hoursAgo * HOUR),
  history: () => ({ events: [], before: [] }),
  messages: () => [],
  lists: () => new Set(),
  mayReach: () => false,
});

function judged(
  definition: Partial<KeptDefinition>,
  { hoursAgo, members = [], due }: { hoursAgo: number; members?: string[]; due?: number },
): KeepChanges {
  const changes = new KeepChanges();
  const segment = keptSegment(
    {
      id: '1',
      state: 'kept',
      version: 3,
      generation: 1,
      rule: within(24),
      buildGeneration: 2,
      buildRule: within(2),
      buildInstant: now,
      remindedUntil: new Date(now.getTime() + 48 * HOUR),
      ...definition,
    },
    schema,
  );
  const standing = {
    members: new Map([['7', new Set(members)]]),
    dues: new Map(due === undefined ? [] : [['7', new Map([['1', due]])]]),
  };
  new Judge(schema, standing, now, changes).judge(segment, facts(hoursAgo), 'change');
  return changes;
}

const at = (hours: number): Date => new Date(now.getTime() + hours * HOUR);

describe('judge', () => {
  it('signals who enters, and reminds of when time changes it', () => {
    const { entered, signals, dues } = judged({}, { hoursAgo: 4 });
    expect(entered).toEqual([{ segmentId: '1', generation: 1, contactId: '7' }]);
    expect(signals).toMatchObject([{ kind: 'entered', cause: 'change', version: 3 }]);
    expect(dues).toMatchObject([{ changesAt: new Date(at(20).getTime() + 1) }]);
  });

  it('leaves an earlier reminder alone, and moves one whose time has come', () => {
    expect(judged({}, { hoursAgo: 4, due: at(1).getTime() }).dues).toEqual([]);
    expect(judged({}, { hoursAgo: 4, due: now.getTime() }).dues).toHaveLength(1);
    const over = judged({}, { hoursAgo: 30, members: ['1/1'], due: now.getTime() });
    expect([over.left.length, over.dues]).toEqual([
      1,
      [expect.objectContaining({ changesAt: null })],
    ]);
  });

  it('keeps both generations while they settle, and signals the one that serves', () => {
    const { entered, left, signals, dues } = judged(
      { state: 'settling' },
      { hoursAgo: 1, members: ['1/1'] },
    );
    expect(entered).toEqual([{ segmentId: '1', generation: 2, contactId: '7' }]);
    expect([left, signals]).toEqual([[], []]);
    // The sooner of both.
    expect(dues).toMatchObject([{ changesAt: new Date(at(1).getTime() + 1) }]);
  });

  it('judges nothing while a segment switches', () => {
    const { entered, left, signals, dues } = judged({ state: 'switching' }, { hoursAgo: 1 });
    expect([entered, left, signals, dues]).toEqual([[], [], [], []]);
  });
});
