import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';
import { VirtualClock } from '../support/clock.js';

interface Item {
  id: string;
  title: string;
  name: string;
}
interface List {
  items: Item[];
  next: string | null;
}
interface Refusal {
  code: string;
  errors: { place: string; code: string }[];
}

describe('competitors and notes', () => {
  let api: TestApi;
  let marketer: Client;
  const clock = new VirtualClock();

  beforeAll(async () => {
    api = await startApi({ clock });
    marketer = await api.as('marketer');
  });
  afterAll(() => api?.close());

  async function competitor(name: string): Promise<string> {
    const { status, body } = await marketer.post<Item>('/v1/competitors', { name });
    expect(status).toBe(201);
    return body.id;
  }

  const words = { kind: 'promotion', confidence: 'high', impact: 3 };

  async function note(competitorId: string, change: object): Promise<Item> {
    const answer = await marketer.post<Item>(`/v1/competitors/${competitorId}/notes`, {
      ...words,
      title: 'a note',
      startsOn: '2026-11-02',
      ...change,
    });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  const titles = async (query: string): Promise<string[]> => {
    const { body } = await marketer.get<List>(`/v1/competitor-notes?${query}`);
    return body.items.map(({ title }) => title);
  };

  it('a competitor is put down, changed, archived and restored', async () => {
    const { status, body } = await marketer.post('/v1/competitors', {
      name: ' ร้านกาแฟข้างบ้าน ',
      aliases: ['Next Door', 'next door'],
      website: 'https://next-door.test',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      name: 'ร้านกาแฟข้างบ้าน',
      aliases: ['Next Door'],
      website: 'https://next-door.test/',
      description: '',
      createdAt: clock.now().toISOString(),
      updatedAt: clock.now().toISOString(),
      archivedAt: null,
    });
    const url = `/v1/competitors/${String(body.id)}`;
    clock.advance({ hours: 1 });
    const changed = await marketer.patch(url, { description: 'across the street', website: null });
    expect(changed.body).toMatchObject({
      name: 'ร้านกาแฟข้างบ้าน',
      aliases: ['Next Door'],
      website: null,
      description: 'across the street',
      updatedAt: clock.now().toISOString(),
    });
    expect((await marketer.post(`${url}/archive`)).body.archivedAt).toBe(clock.now().toISOString());
    const named = async (query: string) =>
      (await marketer.get<List>(`/v1/competitors${query}`)).body.items.map(({ name }) => name);
    expect(await named('')).not.toContain('ร้านกาแฟข้างบ้าน');
    expect(await named('?archived=true')).toContain('ร้านกาแฟข้างบ้าน');
    const late = await marketer.post(`${url}/notes`, {
      ...words,
      title: 'too late',
      startsOn: '2026-11-02',
    });
    expect([late.status, late.body.code]).toEqual([409, 'competitor.archived']);
    expect((await marketer.post(`${url}/restore`)).body.archivedAt).toBeNull();
    expect(await named('')).toContain('ร้านกาแฟข้างบ้าน');
  });

  it('a name is given once, however it is written', async () => {
    await competitor('Café Noir');
    const again = await marketer.post('/v1/competitors', { name: 'CAFE NOIR' });
    expect([again.status, again.body.code]).toEqual([409, 'competitor.name_taken']);
    const other = await competitor('Other');
    const renamed = await marketer.patch(`/v1/competitors/${other}`, { name: 'café noir' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'competitor.name_taken']);
  });

  it('a list goes on where it stopped', async () => {
    for (const name of ['page 1', 'page 2', 'page 3']) await competitor(name);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await marketer.get<List>(`/v1/competitors?limit=2${after}`);
      seen.push(...body.items.map(({ name }) => name));
      next = body.next;
    }
    expect(seen.filter((name) => name.startsWith('page'))).toEqual(['page 1', 'page 2', 'page 3']);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('a note keeps what was written, and is changed and struck out', async () => {
    const id = await competitor('Keeper');
    const { insertId: segment } = await api.app
      .get(DataSource)
      .query<{ insertId: string }>(
        `INSERT INTO segment (name, rule, created_at, updated_at) VALUES ('x', '{}', NOW(3), NOW(3))`,
      );
    const whole = {
      kind: 'launch',
      title: 'เปิดสาขาใหม่',
      body: 'สองชั้น 🎉',
      startsOn: '2026-11-02',
      endsOn: '2026-11-08',
      sourceUrl: 'https://news.test/a?b=1',
      sourceDate: '2026-11-01',
      confidence: 'medium',
      impact: 5,
      tags: ['สาขา', 'coffee'],
      segmentId: String(segment),
    };
    const made = await marketer.post(`/v1/competitors/${id}/notes`, whole);
    expect(made.status).toBe(201);
    const url = `/v1/competitor-notes/${String(made.body.id)}`;
    const { body } = await marketer.get(url);
    expect(body).toEqual(made.body);
    expect(body).toMatchObject({
      ...whole,
      competitorId: id,
      createdBy: expect.any(String) as string,
    });
    const changed = await marketer.patch(url, { endsOn: null, tags: [] });
    expect(changed.body).toMatchObject({ ...whole, endsOn: null, tags: [] });
    const reversed = await marketer.patch<Refusal>(url, { endsOn: '2026-11-01' });
    expect(reversed.body.errors).toEqual([
      expect.objectContaining({ place: '/endsOn', code: 'competitor_note.period_reversed' }),
    ]);
    expect((await marketer.delete(url)).status).toBe(204);
    expect((await marketer.get(url)).body.code).toBe('competitor_note.not_found');
    expect((await marketer.delete(url)).status).toBe(404);
  });

  it('notes are found by the days they reach into', async () => {
    const id = await competitor('Period');
    await note(id, { title: 'one day', startsOn: '2025-03-05' });
    await note(id, { title: 'long', startsOn: '2025-03-01', endsOn: '2025-03-10' });
    await note(id, { title: 'before', startsOn: '2025-02-01', endsOn: '2025-03-03' });
    await note(id, { title: 'after', startsOn: '2025-03-07', endsOn: '2025-04-01' });
    const of = `competitorId=${id}`;
    expect(await titles(`${of}&from=2025-03-04&to=2025-03-06`)).toEqual(['one day', 'long']);
    expect(await titles(`${of}&from=2025-03-03&to=2025-03-03`)).toEqual(['long', 'before']);
    expect(await titles(`${of}&from=2025-03-05&to=2025-03-05`)).toEqual(['one day', 'long']);
    expect(await titles(`${of}&from=2025-03-08`)).toEqual(['after', 'long']);
    expect(await titles(`${of}&to=2025-02-15`)).toEqual(['before']);
    expect(await titles(of)).toEqual(['after', 'one day', 'long', 'before']);
    const first = await marketer.get<List>(`/v1/competitor-notes?${of}&limit=3`);
    expect(await titles(`${of}&after=${first.body.next}`)).toEqual(['before']);
  });

  it('notes are found by kind and by tag, however it is typed', async () => {
    const id = await competitor('Tagged');
    await note(id, { title: 'a', kind: 'price', tags: ['Loyal Café'] });
    await note(id, { title: 'b', kind: 'channel', tags: ['loyal'] });
    const of = `competitorId=${id}`;
    expect(await titles(`${of}&kind=price`)).toEqual(['a']);
    expect(await titles(`${of}&tag=${encodeURIComponent('LOYAL CAFÉ')}`)).toEqual(['a']);
    expect(await titles(`${of}&tag=loyal`)).toEqual(['b']);
    expect(await titles(`${of}&tag=${encodeURIComponent('loyal"')}`)).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      'a script as its source',
      { sourceUrl: 'javascript:alert(1)' },
      '/sourceUrl',
      'competitor_note.source_url_invalid',
    ],
    [
      'a day that does not exist',
      { startsOn: '2026-02-30' },
      '/startsOn',
      'competitor_note.starts_on_invalid',
    ],
    ['an impact of 6', { impact: 6 }, '/impact', 'competitor_note.impact_invalid'],
    ['an impact of half', { impact: 0.5 }, '/impact', 'request.is_int'],
    ['an unknown kind', { kind: 'rumour' }, '/kind', 'request.is_in'],
    ['an unknown field', { secret: 1 }, '/secret', 'request.unknown_field'],
    ['null for a title', { title: null }, '/title', 'request.is_string'],
    ['null for tags', { tags: null }, '/tags', 'request.is_array'],
    [
      'a segment that is not there',
      { segmentId: '999999' },
      '/segmentId',
      'competitor_note.segment_unknown',
    ],
  ])('%s is refused, at its place', async (_what, change, place, code) => {
    const { body: made } = await marketer.get<List>('/v1/competitors?limit=1');
    const body = { ...words, title: 't', startsOn: '2026-11-02', ...change };
    const url = `/v1/competitors/${made.items[0]?.id}/notes`;
    const answer = await marketer.post<Refusal>(url, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ place, code }));
  });

  it('a change may not empty what has to be there', async () => {
    const id = await competitor('Solid');
    const { id: noteId } = await note(id, {});
    for (const change of [{ title: null }, { tags: null }, { impact: null }, { kind: null }])
      expect((await marketer.patch(`/v1/competitor-notes/${noteId}`, change)).status).toBe(400);
    for (const change of [{ name: null }, { aliases: null }, { description: null }])
      expect((await marketer.patch(`/v1/competitors/${id}`, change)).status).toBe(400);
  });

  it('what is not there is said so', async () => {
    expect((await marketer.get('/v1/competitors/999999')).body.code).toBe('competitor.not_found');
    const note = { ...words, title: 't', startsOn: '2026-11-02' };
    const answer = await marketer.post('/v1/competitors/999999/notes', note);
    expect([answer.status, answer.body.code]).toEqual([404, 'competitor.not_found']);
    const cursor = await marketer.get('/v1/competitor-notes?after=999999');
    expect([cursor.status, cursor.body.code]).toEqual([400, 'competitor_note.cursor_unknown']);
    const period = await marketer.get('/v1/competitor-notes?from=2026-11-02&to=2026-11-01');
    expect([period.status, period.body.code]).toEqual([400, 'competitor_note.invalid']);
  });
});
