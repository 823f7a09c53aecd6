import { brokenBy, compare, type Entry, type Row } from './check.js';

const row = (n: number, changes: Partial<Row> = {}): Row => ({
  messageId: `m${n}`,
  sender: `b-${n}`,
  state: 'accepted',
  attempts: 1,
  uncertain: false,
  ...changes,
});
const copy = (n: number): Entry => ({ messageId: `m${n}`, sender: `b-${n}`, recipient: `c${n}` });

const rows = [row(1), row(2), row(3)];
const journal = [copy(1), copy(2), copy(3)];
const none = { lost: 0, extra: 0, unlisted: 0, phantom: 0, wrongState: 0, withoutIntent: 0 };

describe('the checker', () => {
  it('finds nothing where everybody got one', () => {
    expect(compare(journal, rows, 3)).toMatchObject({ ...none, people: 3, listed: 0 });
    expect(brokenBy(compare(journal, rows, 3))).toEqual([]);
  });

  it.each<[string, Entry[], Row[], Partial<Record<string, number>>]>([
    ['one that was accepted and never came', journal.slice(1), rows, { lost: 1 }],
    ['somebody for whom there is no row', journal.slice(1), rows.slice(1), { lost: 1 }],
    [
      'one that is still open and never came',
      journal.slice(1),
      [row(1, { state: 'deferred' }), ...rows.slice(1)],
      { lost: 1 },
    ],
    [
      'one that came and is still open',
      journal,
      [row(1, { state: 'deferred' }), ...rows.slice(1)],
      { wrongState: 1 },
    ],
    [
      'one that came although it was refused',
      journal,
      [row(1, { state: 'failed' }), ...rows.slice(1)],
      { wrongState: 1 },
    ],
    [
      'one that is held although nobody ever doubted it',
      journal.slice(1),
      [row(1, { state: 'held' }), ...rows.slice(1)],
      { wrongState: 1 },
    ],
    [
      'a copy that nobody listed',
      [...journal, copy(2)],
      [row(1), row(2, { attempts: 2 }), row(3)],
      { extra: 1, unlisted: 1 },
    ],
    [
      'more copies than attempts',
      [...journal, copy(2)],
      [row(1), row(2, { uncertain: true }), row(3)],
      { extra: 1, withoutIntent: 1 },
    ],
    ['a message of which the ledger knows nothing', [...journal, copy(9)], rows, { phantom: 1 }],
    [
      'an envelope sender of another message',
      [...journal.slice(1), { ...copy(1), sender: 'b-2' }],
      rows,
      { phantom: 1, lost: 1 },
    ],
  ])('sees %s', (_what, entries, ledger, seen) => {
    const findings = compare(entries, ledger, 3);
    expect(findings).toMatchObject({ ...none, ...seen });
    expect(brokenBy(findings, { listed: 3 })).not.toEqual([]);
    expect(findings.examples.length).toBeGreaterThan(0);
  });

  it('lets copies pass that are listed, up to the limit', () => {
    const doubted = [1, 2].map((n) => row(n, { uncertain: true, attempts: 2 }));
    const findings = compare([...journal, copy(1), copy(2)], [...doubted, row(3)], 3);
    expect(findings).toMatchObject({ ...none, extra: 2, listed: 2 });
    expect(brokenBy(findings, { extra: 2, listed: 2 })).toEqual([]);
    expect(brokenBy(findings, { extra: 1, listed: 2 })).toEqual(['2 extra copies, 1 allowed']);
    expect(brokenBy(findings, { extra: 2, listed: 1 })).toEqual(['2 in doubt, 1 allowed']);
  });

  it('asks for the states that were promised', () => {
    const findings = compare(journal.slice(1), [row(1, { state: 'failed' }), ...rows.slice(1)], 3);
    expect(brokenBy(findings, { states: { failed: 1, accepted: 2 } })).toEqual([]);
    expect(brokenBy(findings, { states: { failed: 2, accepted: 1 } })).toEqual([
      'accepted: 2 in place of 1',
      'failed: 1 in place of 2',
    ]);
    expect(brokenBy(findings)).toContain('failed: 1 in place of 0');
  });

  it('takes those for kept who are held after doubts, and no others', () => {
    const held = row(1, { state: 'held', uncertain: true, attempts: 3 });
    const findings = compare([...journal, copy(1)], [held, ...rows.slice(1)], 3);
    expect(brokenBy(findings, { extra: 1, listed: 1 })).toEqual([]);
    expect(brokenBy(findings, { extra: 1 })).toEqual(['1 in doubt, 0 allowed']);
  });
});
