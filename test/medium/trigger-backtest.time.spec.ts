import { Stage } from '../support/triggers/stage.js';
import {
  cameLive,
  cameOf,
  passTo,
  refusals,
  tried,
  type TriedView,
} from '../support/triggers/tried.js';
import { everyone } from '../support/world.js';

const fired = ({ days }: TriedView): string[] =>
  days.flatMap(({ day, fired: number }) => (number > 0 ? [`${day} ${number}`] : []));

describe('a trigger by time, tried out on the past', () => {
  let stage: Stage;
  let segmentId: string;

  // Europe changes its clocks on 28 March 2027, at 01:00 UTC; New York did on 14 March.
  beforeAll(async () => {
    stage = await Stage.open('2027-03-26T17:00:00.000Z');
    const { body } = await stage.world.marketer.post('/v1/segments', {
      name: 'All of them',
      rule: everyone,
    });
    segmentId = String(body.id);
    const people: [zone: string | null, born: string | null][] = [
      ['Europe/Berlin', '1985-03-28'],
      ['America/New_York', '1990-03-28'],
      ['Asia/Bangkok', '2001-03-29'],
      [null, '2000-02-29'],
      ['Nowhere/Land', '1970-03-27'],
      ['Europe/Berlin', null],
    ];
    for (const [index, [zone, born]] of people.entries())
      await stage.world.database.execute(
        'UPDATE contact SET time_zone = ?, birth_date = ? WHERE id = ?',
        [zone, born, stage.person(index + 1)],
      );
  });
  afterAll(() => stage.close());

  it('fires on the days of a live one, through a change of the clocks', async () => {
    const triggers = [
      { on: 'date', field: 'birthDate', yearly: true, at: '02:30', zone: 'contact' },
      { on: 'date', field: 'birthDate', yearly: true, daysAfter: 28, at: '09:00' },
      { on: 'calendar', every: 'day', at: '02:30', zone: 'contact' },
      { on: 'calendar', every: 'week', weekdays: [1, 7], at: '22:00', zone: 'contact' },
      {
        on: 'calendar',
        every: 'day',
        at: '08:00',
        zone: 'contact',
        reentry: { kind: 'after', days: 2 },
        quiet: { from: '07:00', to: '10:30', zone: 'organisation', policy: 'skip' },
      },
      { on: 'calendar', every: 'day', at: '12:00', cap: { times: 2, days: 30 } },
      {
        on: 'calendar',
        every: 'day',
        at: '09:00',
        quiet: { from: '21:00', to: '08:00', zone: 'contact', policy: 'later' },
      },
    ];
    const live: string[] = [];
    for (const trigger of triggers) live.push(await stage.begin(trigger, { segmentId }));
    await passTo(stage, '2027-03-31T10:00:00Z');
    for (const [index, trigger] of triggers.entries()) {
      const found = await tried(stage, { trigger, segmentId }, 5);
      expect(found.from).toBe('2027-03-26T17:00:00.000Z');
      expect([trigger, cameOf(found)]).toEqual([trigger, await cameLive(stage, live[index]!)]);
      expect(found.fired).toBeGreaterThan(0);
    }
    // 02:30 does not come in Berlin on the 28th: it is 03:00 there, 08:00 in Bangkok.
    const [birthdays] = triggers;
    expect(fired(await tried(stage, { trigger: birthdays }, 5))).toEqual([
      '2027-03-27 1',
      '2027-03-28 2',
      '2027-03-29 1',
    ]);
    for (const id of live) await stage.move(id, 'cancel');
  });

  it('asks a calendar’s own segment at each hour, and says what the cap kept back', async () => {
    const database = stage.world.database;
    await stage.event(1, 'joined', { at: '2027-03-29T12:00:00Z' });
    const rule = {
      version: 1,
      where: {
        kind: 'event',
        event: 'joined',
        operator: 'at_least',
        times: 1,
        window: { kind: 'last', span: { hours: 30 } },
      },
    };
    const { body } = await stage.world.marketer.post('/v1/segments', { name: 'Joined', rule });
    const trigger = { on: 'calendar', every: 'day', at: '20:00' };
    const found = await tried(stage, { trigger, segmentId: body.id }, 5);
    // 19:00 of the 29th until 01:00 of the 31st.
    expect(fired(found)).toEqual(['2027-03-29 1', '2027-03-30 1']);
    expect(found).toMatchObject({ happenings: 2, refused: [], contacts: 1 });
    const capped = { ...trigger, cap: { times: 1, days: 2 } };
    const held = await tried(stage, { trigger: capped, segmentId: body.id }, 5);
    expect(fired(held)).toEqual(['2027-03-29 1']);
    expect(refusals(held)).toEqual(['cap 1']);
    const [row] = await database.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM firing f JOIN campaign c ON c.id = f.campaign_id
       WHERE c.state = 'draft'`,
    );
    expect(row).toEqual({ n: '0' });
  });
});
