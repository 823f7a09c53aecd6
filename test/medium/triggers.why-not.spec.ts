import { Waves } from '#libs/campaigns';
import { Stage } from '../support/triggers/stage.js';

const inThailand = {
  version: 1,
  where: { kind: 'text', field: 'country', operator: 'is', value: 'TH' },
};

describe('why a trigger by time was not fired for somebody', () => {
  let stage: Stage;
  let thais: string;

  beforeAll(async () => {
    stage = await Stage.open('2027-04-01T12:00:00.000Z', 8);
    const { body } = await stage.world.marketer.post('/v1/segments', {
      name: 'In Thailand',
      rule: inThailand,
    });
    thais = String(body.id);
    const people: [number, string | null, string | null, string][] = [
      [1, 'Asia/Bangkok', '1990-04-03', 'TH'],
      [2, 'Europe/Berlin', '1985-04-03', 'DE'],
      [3, 'America/New_York', '2001-04-02', 'TH'],
      [4, null, '1970-04-04', 'TH'],
      [5, null, null, 'TH'],
      [6, 'Asia/Bangkok', '1990-04-03', 'TH'],
      [7, null, '1980-02-29', 'TH'],
    ];
    for (const [person, zone, born, country] of people)
      await stage.world.database.execute(
        'UPDATE contact SET time_zone = ?, birth_date = ?, country = ? WHERE id = ?',
        [zone, born, country, stage.person(person)],
      );
  });
  afterAll(() => stage.close());

  /** The last step, and how many there were. */
  const last = async (id: string, person: number, day?: string) => {
    const { steps, firing, verdict, segment } = await stage.explain(id, person, { day });
    const { step, expected, found } = steps.at(-1)!;
    return {
      step,
      expected,
      found,
      verdict,
      state: firing?.state,
      why: segment?.explanation.found,
    };
  };

  const birthday = {
    on: 'date',
    field: 'birthDate',
    yearly: true,
    at: '09:00',
    zone: 'contact',
    reentry: { kind: 'once' },
  };

  it('says it of a date in their life', async () => {
    const id = await stage.begin(birthday, { segmentId: thais });
    // The day before: nobody's hour has come.
    expect(await last(id, 1, '2027-04-03')).toMatchObject({
      step: 'hour',
      expected: '2027-04-01T12:00:00.000Z',
      found: '2027-04-03T02:00:00.000Z',
    });
    await stage.until('2027-04-02T13:00:00.000Z');
    await stage.until('2027-04-03T08:00:00.000Z');

    expect(await last(id, 1)).toMatchObject({ verdict: true, state: 'sent' });
    expect(await last(id, 1, '2027-04-02')).toMatchObject({
      step: 'cause',
      expected: { day: '2027-04-02', zone: 'Asia/Bangkok' },
      found: '1990-04-03',
      verdict: false,
    });
    // In Germany it is their day, and they are not in the segment.
    expect(await last(id, 2)).toMatchObject({ step: 'segment', found: 'not_in', why: 'DE' });
    // Whoever has no date in the field has no day; today is what is looked at.
    expect(await last(id, 5)).toMatchObject({
      step: 'cause',
      expected: { day: '2027-04-03', zone: 'Asia/Bangkok' },
      found: null,
    });
    // The last birthday lay before the start.
    expect(await last(id, 7)).toMatchObject({
      step: 'started',
      expected: '2027-04-01T12:00:00.000Z',
      found: '2027-03-01T02:00:00.000Z',
    });
    // New York’s hour of the day before came at 13:00 UTC.
    expect(await last(id, 3)).toMatchObject({ verdict: true, state: 'sent' });

    // Somebody who became known after the day had begun.
    await stage.world.database.execute('UPDATE contact SET birth_date = ? WHERE id = ?', [
      '1990-04-03',
      stage.person(8),
    ]);
    await stage.world.database.execute('UPDATE firing_wave SET last_contact = ? WHERE zone = ?', [
      Number(stage.person(8)) - 1,
      '',
    ]);
    expect(await last(id, 8)).toMatchObject({ step: 'looked_at', found: 'came_later' });

    // Nobody was at work when the hour of the 4th came.
    stage.clock.advance({ days: 3 });
    await stage.worker.get(Waves).sweep();
    expect(await last(id, 4)).toMatchObject({ step: 'looked_at', found: 'not_begun' });

    // Their date was moved, and once is once.
    await stage.world.database.execute('UPDATE contact SET birth_date = ? WHERE id = ?', [
      '1990-04-07',
      stage.person(6),
    ]);
    await stage.until('2027-04-07T02:00:00.000Z');
    expect(await last(id, 6)).toMatchObject({
      step: 'reentry',
      found: '2027-04-03T02:00:00.000Z',
      verdict: false,
    });
    // What came later stood in no earlier day's way.
    expect(await last(id, 6, '2027-04-03')).toMatchObject({ verdict: true, state: 'sent' });
    await stage.move(id, 'cancel');
  });

  it('says it of a calendar, in words too', async () => {
    await stage.until('2027-04-09T12:00:00.000Z');
    const weekly = {
      on: 'calendar',
      every: 'week',
      weekdays: [1],
      at: '09:00',
      zone: 'organisation',
      cap: { times: 1, days: 10 },
    };
    const id = await stage.begin(weekly, { segmentId: thais });
    await stage.until('2027-04-12T02:00:00.000Z');
    await stage.until('2027-04-19T02:00:00.000Z');
    expect(await last(id, 1, '2027-04-12')).toMatchObject({ verdict: true, state: 'sent' });
    // Without a day the last Monday.
    expect(await last(id, 1)).toMatchObject({ step: 'cap', expected: 1, found: 1 });
    expect(await last(id, 2)).toMatchObject({ step: 'segment', found: 'not_in' });
    expect(await last(id, 1, '2027-04-14')).toMatchObject({
      step: 'cause',
      found: { weekday: 3, dayOfMonth: 14 },
    });
    const { steps } = await stage.explain(id, 1);
    expect(steps.map(({ step }) => step)).toEqual([
      'cause',
      'hour',
      'started',
      'looked_at',
      'segment',
      'cap',
    ]);
    expect(steps.at(-1)!.condition).toEqual({
      en: 'fewer firings than the cap',
      th: 'จำนวนครั้งยังไม่ถึงเพดาน',
    });
    await stage.move(id, 'cancel');
  });

  it('answers over the API, and says what cannot be asked', async () => {
    const id = await stage.begin(birthday);
    const ask = (query: string) =>
      stage.world.marketer.get(`/v1/campaigns/${id}/firings/explain?${query}`);
    const person = `contactId=${stage.person(1)}`;
    expect(await ask(`${person}&day=2027-04-20`)).toMatchObject({
      status: 200,
      body: { verdict: false, firing: null, steps: [{ step: 'cause' }] },
    });
    for (const day of ['2027-02-30', '2027-W01-1', '2027-001', '2027-04'])
      expect(await ask(`${person}&day=${day}`)).toMatchObject({ status: 400 });
    expect(await ask(`${person}&eventId=1`)).toMatchObject({
      status: 400,
      body: { code: 'campaign.other_cause', errors: [{ place: '/eventId' }] },
    });
    expect(await ask('contactId=999999')).toMatchObject({
      status: 404,
      body: { code: 'contact.not_found' },
    });
    const byEvent = await stage.begin({ on: 'event', event: 'seen' });
    const answer = await stage.world.marketer.get(
      `/v1/campaigns/${byEvent}/firings/explain?${person}&day=2027-04-20`,
    );
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ place: '/day' }] } });
    for (const each of [id, byEvent]) await stage.move(each, 'cancel');
  });
});
