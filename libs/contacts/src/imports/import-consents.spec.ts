import { newStatement, type KnownConsents } from './import-consents.js';
import type { RowConsent } from './adapters/index.js';

const origin = { now: new Date('2026-11-22T03:00:00Z'), source: 'import:7' };
const said = (granted: boolean, occurredAt: string | null = null): RowConsent => ({
  channel: 'email',
  purpose: 'marketing',
  granted,
  basis: {
    channel: 'email',
    purpose: 'marketing',
    wordingVersion: 'v1',
    source: 'form',
    evidence: { sheet: 3 },
    occurredAt,
  },
});
const knowing = (granted: boolean, at = '2026-11-01T00:00:00Z'): KnownConsents =>
  new Map([['email.marketing', { granted, occurredAt: new Date(at) }]]);

describe('what a file says of consent', () => {
  it('is kept with its basis when nothing is known', () => {
    const known: KnownConsents = new Map();
    expect(newStatement('1', said(true), known, origin)).toEqual({
      contactId: '1',
      channel: 'email',
      purpose: 'marketing',
      granted: true,
      wordingVersion: 'v1',
      source: 'form',
      evidence: { sheet: 3, import: 'import:7' },
      occurredAt: origin.now,
    });
    expect(newStatement('1', said(true), known, origin)).toBeNull();
  });

  it('never overrides a withdrawal, unless it states to be newer', () => {
    expect(newStatement('1', said(true), knowing(false), origin)).toBeNull();
    expect(
      newStatement('1', said(true, '2026-10-01T00:00:00.000Z'), knowing(false), origin),
    ).toBeNull();
    expect(
      newStatement('1', said(true, '2026-11-02T00:00:00.000Z'), knowing(false), origin)?.occurredAt,
    ).toEqual(new Date('2026-11-02T00:00:00Z'));
  });

  it('withdraws what was granted', () => {
    expect(newStatement('1', said(false), knowing(true), origin)).toMatchObject({ granted: false });
    expect(newStatement('1', said(false), knowing(false), origin)).toBeNull();
  });
});
