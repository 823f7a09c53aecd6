import { AttributeService, ContactService } from '#libs/contacts';
import { everyone } from '../support/world.js';
import { Stage } from '../support/triggers/stage.js';

const birthday = {
  on: 'date',
  field: 'birthDate',
  yearly: true,
  at: '09:00',
  zone: 'contact',
};

describe('triggers by time', () => {
  let stage: Stage;

  async function people(values: Record<number, { zone?: string; born?: string }>): Promise<void> {
    await stage.world.database.execute('UPDATE contact SET time_zone = NULL, birth_date = NULL');
    for (const [person, { zone = null, born = null }] of Object.entries(values))
      await stage.world.database.execute(
        'UPDATE contact SET time_zone = ?, birth_date = ? WHERE id = ?',
        [zone, born, stage.person(Number(person))],
      );
  }

  describe('a date in their life', () => {
    beforeAll(async () => {
      stage = await Stage.open('2027-02-26T12:00:00.000Z');
    });
    afterAll(() => stage.close());

    it('comes at each one’s local hour, once a year', async () => {
      await people({
        1: { zone: 'Asia/Bangkok', born: '1990-02-27' },
        2: { zone: 'Europe/Berlin', born: '1985-02-27' },
        3: { zone: 'America/New_York', born: '2001-02-27' },
        4: { born: '1970-02-27' },
        5: { zone: 'Europe/Berlin', born: '1985-02-28' },
        6: { zone: 'Asia/Bangkok' },
      });
      const id = await stage.begin(birthday);
      await stage.until('2027-02-27T01:59:59Z');
      expect(await stage.sent(id)).toEqual([]);
      await stage.until('2027-02-27T02:00:00Z');
      // Bangkok, and who has no zone goes by the organisation's.
      expect((await stage.sent(id)).sort()).toEqual([1, 4]);
      await stage.until('2027-02-27T08:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 2, 4]);
      await stage.until('2027-02-27T14:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 2, 3, 4]);
      // Whoever travels on has had it already.
      await stage.world.database.execute('UPDATE contact SET time_zone = ? WHERE id = ?', [
        'Pacific/Honolulu',
        stage.person(1),
      ]);
      await stage.until('2027-02-27T20:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 2, 3, 4]);
      await stage.until('2027-02-28T08:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 2, 3, 4, 5]);
      await stage.move(id, 'cancel');
    });

    it('keeps 29 February on 1 March in a common year', async () => {
      await people({
        1: { born: '2000-02-29' },
        2: { born: '2000-03-01' },
        3: { born: '2000-02-28' },
      });
      const id = await stage.begin(birthday);
      await stage.until('2027-03-01T01:00:00Z');
      expect(await stage.sent(id)).toEqual([]);
      await stage.until('2027-03-01T02:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 2]);
      await stage.move(id, 'cancel');
    });

    it('comes days before or after it, once, for declared attributes too', async () => {
      const { app } = stage.world.api;
      const declare = (name: string, type: 'date' | 'datetime') =>
        app.get(AttributeService).declare({ name, type, labelEn: name, labelTh: name });
      await declare('renewal', 'date');
      await declare('delivered', 'datetime');
      const set = (person: number, attributes: Record<string, string>) =>
        app.get(ContactService).patch(stage.person(person), { attributes });
      await set(1, { renewal: '2027-03-15', delivered: '2027-03-04T16:59:59.999Z' });
      await set(2, { renewal: '2027-03-16', delivered: '2027-03-04T17:00:00.000Z' });
      const base = { on: 'date', at: '10:30', zone: 'organisation' };
      const before = await stage.begin({ ...base, field: 'attributes.renewal', daysAfter: -7 });
      const after = await stage.begin({ ...base, field: 'attributes.delivered', daysAfter: 3 });
      await stage.until('2027-03-07T03:30:00Z');
      expect([await stage.sent(before), await stage.sent(after)]).toEqual([[], [1]]);
      await stage.until('2027-03-08T03:30:00Z');
      expect([await stage.sent(before), await stage.sent(after)]).toEqual([[1], [1, 2]]);
      await stage.until('2027-03-09T03:30:00Z');
      expect(await stage.sent(before)).toEqual([1, 2]);
      for (const id of [before, after]) await stage.move(id, 'cancel');
    });

    it('does not come when its hour is too long past, or passed before the start', async () => {
      await people({ 1: { born: '1990-03-10' }, 2: { born: '1990-03-12' } });
      await stage.until('2027-03-10T02:01:00Z');
      const id = await stage.begin(birthday);
      await stage.settle();
      expect(await stage.sent(id)).toEqual([]);
      // The worker was away for more than a day.
      await stage.until('2027-03-13T02:01:00Z');
      expect(await stage.sent(id)).toEqual([]);
      await stage.move(id, 'cancel');
    });
  });

  describe('a calendar', () => {
    beforeAll(async () => {
      stage = await Stage.open('2027-03-26T12:00:00.000Z', 4);
      const { body } = await stage.world.marketer.post('/v1/segments', {
        name: 'All of them',
        rule: everyone,
      });
      segmentId = String(body.id);
    });
    afterAll(() => stage.close());

    let segmentId: string;
    const daily = { on: 'calendar', every: 'day', zone: 'contact' };

    it('has one occurrence a local day, through both changes of the clocks', async () => {
      await people({
        1: { zone: 'Europe/Berlin' },
        2: { zone: 'America/New_York' },
        3: { zone: 'Asia/Bangkok' },
        4: { zone: 'Nowhere/Land' },
      });
      const id = await stage.begin({ ...daily, at: '02:30' }, { segmentId });
      const times = new Map<number, string[]>();
      // Every half hour for three days around the change in Europe, then in October.
      const watch = async (from: string, hours: number) => {
        await stage.until(from);
        const before = (await stage.sent(id)).length;
        let known = before;
        for (let step = 0; step < hours * 2; step += 1) {
          stage.clock.advance({ minutes: 30 });
          await stage.settle();
          const all = await stage.sent(id);
          for (const person of all.slice(known))
            times.set(person, [
              ...(times.get(person) ?? []),
              stage.clock.now().toISOString().slice(0, 16),
            ]);
          known = all.length;
        }
      };
      await watch('2027-03-27T12:00:00Z', 48);
      expect(times.get(1)).toEqual(['2027-03-28T01:00', '2027-03-29T00:30']);
      expect(times.get(2)).toEqual(['2027-03-28T06:30', '2027-03-29T06:30']);
      expect(times.get(3)).toEqual(['2027-03-27T19:30', '2027-03-28T19:30']);
      // A zone that this machine does not know counts as the organisation's.
      expect(times.get(4)).toEqual(times.get(3));
      times.clear();
      await watch('2027-10-30T12:00:00Z', 48);
      expect(times.get(1)).toEqual(['2027-10-31T00:30', '2027-11-01T01:30']);
      await stage.move(id, 'cancel');
    }, 60_000);

    it('comes on its weekdays, in the organisation’s zone; who shares an address gets one', async () => {
      await stage.world.database.execute(
        `UPDATE contact x JOIN contact y ON y.id = ? SET x.email_hash = y.email_hash WHERE x.id = ?`,
        [stage.person(1), stage.person(2)],
      );
      await stage.until('2027-11-07T12:00:00Z');
      const id = await stage.begin(
        {
          on: 'calendar',
          every: 'week',
          weekdays: [1, 4],
          at: '09:00',
          reentry: { kind: 'after', days: 5 },
        },
        { segmentId },
      );
      await stage.until('2027-11-08T02:00:00Z');
      expect((await stage.sent(id)).sort()).toEqual([1, 3, 4]);
      // Thursday is three days later.
      await stage.until('2027-11-11T02:00:00Z');
      expect(await stage.sent(id)).toHaveLength(3);
      await stage.until('2027-11-15T02:00:00Z');
      expect(await stage.sent(id)).toHaveLength(6);
      const reasons = await stage.world.database.query(
        `SELECT reason FROM delivery WHERE campaign_id = ? AND state = 'skipped'`,
        [id],
      );
      expect(reasons).toEqual([{ reason: 'duplicate_address' }, { reason: 'duplicate_address' }]);
      await stage.move(id, 'cancel');
    });
  });
});
