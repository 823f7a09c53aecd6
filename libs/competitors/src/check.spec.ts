import { DomainError } from '#libs/kernel';
import { checkCompetitor } from './competitor.check.js';
import { fromBuddhistEra, isDay } from './day.js';
import { checkNote, type NoteInput } from './note.check.js';

const note: NoteInput = {
  kind: 'promotion',
  title: 'Half price on coffee',
  body: '',
  startsOn: '2026-11-02',
  endsOn: '2026-11-08',
  sourceUrl: 'https://example.test/offer',
  sourceDate: '2026-11-01',
  confidence: 'high',
  impact: 3,
  tags: ['Coffee'],
  segmentId: null,
};

/** place → code of everything that was found wrong. */
function faultsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError)
      return Object.fromEntries(error.places.map(({ place, code }) => [place, code]));
    throw error;
  }
  return {};
}

describe('a day', () => {
  it.each(['2024-02-29', '1900-01-01', '2200-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-04-31', '26-01-01', '2569-11-22', '', '2026-1-1'])(
    '%p is none',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it('sees a year of the Buddhist era', () => {
    expect(fromBuddhistEra('2569-11-22')).toBe('2026-11-22');
    expect(fromBuddhistEra('2026-11-22')).toBeNull();
    expect(fromBuddhistEra('2569-02-29')).toBeNull();
  });
});

describe('a note', () => {
  it('is stored trimmed, with folded tags, each once', () => {
    const checked = checkNote({ ...note, title: ' กาแฟ ', tags: ['Coffee', 'coffee ', 'Café'] });
    expect(checked).toMatchObject({ title: 'กาแฟ', tags: ['coffee', 'cafe'] });
  });

  it.each<[string, Partial<NoteInput>, Record<string, string>]>([
    ['an empty title', { title: '  ' }, { '/title': 'competitor_note.title_missing' }],
    ['a long title', { title: 'ก'.repeat(201) }, { '/title': 'competitor_note.title_too_long' }],
    ['a NUL', { body: 'a\0b' }, { '/body': 'competitor_note.text_invalid' }],
    ['half a character', { body: '\ud83d' }, { '/body': 'competitor_note.text_invalid' }],
    [
      'no real day',
      { startsOn: '2026-02-30', endsOn: null },
      { '/startsOn': 'competitor_note.starts_on_invalid' },
    ],
    [
      'an end before its start',
      { endsOn: '2026-11-01' },
      { '/endsOn': 'competitor_note.period_reversed' },
    ],
    [
      'a script as its source',
      { sourceUrl: 'javascript:alert(1)' },
      { '/sourceUrl': 'competitor_note.source_url_invalid' },
    ],
    [
      'a password in its source',
      { sourceUrl: 'https://a:b@example.test' },
      { '/sourceUrl': 'competitor_note.source_url_invalid' },
    ],
    [
      'no address as its source',
      { sourceUrl: 'the newspaper' },
      { '/sourceUrl': 'competitor_note.source_url_invalid' },
    ],
    ['an impact of 0', { impact: 0 }, { '/impact': 'competitor_note.impact_invalid' }],
    ['an impact of 5.5', { impact: 5.5 }, { '/impact': 'competitor_note.impact_invalid' }],
    ['an empty tag', { tags: ['a', ' '] }, { '/tags/1': 'competitor_note.tags_missing' }],
    [
      'too many tags',
      { tags: Array.from({ length: 21 }, (_, i) => `t${i}`) },
      { '/tags': 'competitor_note.tags_too_many' },
    ],
    [
      'several faults',
      { impact: 9, sourceDate: 'x' },
      {
        '/impact': 'competitor_note.impact_invalid',
        '/sourceDate': 'competitor_note.source_date_invalid',
      },
    ],
  ])('%s is refused', (_what, change, places) => {
    expect(faultsOf(() => checkNote({ ...note, ...change }))).toEqual(places);
  });

  it('says which day was meant in the Buddhist era', () => {
    expect(() => checkNote({ ...note, endsOn: '2569-11-22' })).toThrow('Write 2026-11-22');
  });
});

describe('a competitor', () => {
  it('may do without a website', () => {
    const input = { name: ' Acme ', aliases: [], website: '', description: '' };
    expect(checkCompetitor(input)).toEqual({ ...input, name: 'Acme', website: null });
  });

  it('needs a name and a web address', () => {
    const input = { name: '', aliases: ['x'.repeat(101)], website: 'ftp://a', description: '' };
    expect(faultsOf(() => checkCompetitor(input))).toEqual({
      '/name': 'competitor.name_missing',
      '/aliases/0': 'competitor.aliases_too_long',
      '/website': 'competitor.website_invalid',
    });
  });
});
