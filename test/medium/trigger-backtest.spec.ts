import { FiringService } from '#libs/campaigns';
import { Stage } from '../support/triggers/stage.js';
import {
  cameLive,
  cameOf,
  passTo,
  refusals,
  tried,
  type TriedView,
} from '../support/triggers/tried.js';

const cart = { on: 'event', event: 'cart_updated' };

describe('a trigger tried out on the past', () => {
  let stage: Stage;

  beforeAll(async () => {
    // Midnight in Bangkok, where the organisation is.
    stage = await Stage.open('2027-02-28T17:00:00.000Z');
  });
  afterAll(() => stage.close());

  it('says per day what a live one did, with a delay and once in seven days', async () => {
    const trigger = {
      ...cart,
      where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 500 }],
      reentry: { kind: 'after', days: 7 },
      delay: { hours: 2 },
      exit: { event: 'purchased' },
    };
    const live = await stage.begin(trigger);
    const act = async (at: string, person: number, name: string, value = '500') => {
      await passTo(stage, at);
      await stage.event(person, name, { value });
      await stage.settle();
    };
    await act('2027-03-01T03:00:00Z', 1, 'cart_updated');
    await act('2027-03-01T03:30:00Z', 1, 'cart_updated'); // waits for the first: re-entry
    await act('2027-03-01T04:00:00Z', 2, 'cart_updated', '499.99'); // where
    await act('2027-03-01T16:00:00Z', 3, 'cart_updated'); // decided on the 2nd, local time
    await act('2027-03-02T03:00:00Z', 4, 'cart_updated');
    await act('2027-03-02T04:00:00Z', 4, 'purchased'); // exit
    await act('2027-03-02T06:00:00Z', 4, 'cart_updated'); // what was dropped does not count
    await act('2027-03-08T02:59:59Z', 1, 'cart_updated'); // a second too early
    await act('2027-03-08T03:00:00Z', 1, 'cart_updated');
    await act('2027-03-09T09:00:00Z', 5, 'cart_updated'); // waits still
    await passTo(stage, '2027-03-09T10:00:00Z');
    const found = await tried(stage, { trigger, segmentId: null }, 9);
    expect(found.from).toBe('2027-02-28T17:00:00.000Z');
    expect(cameOf(found)).toEqual(await cameLive(stage, live));
    expect(cameOf(found)).toEqual({
      lines: ['2027-03-01 sent 1', '2027-03-02 exited 1', '2027-03-02 sent 2', '2027-03-08 sent 1'],
      waiting: 1,
    });
    expect(found).toMatchObject({ happenings: 9, fired: 4, contacts: 3, looked: 6, scaledBy: 1 });
    expect(refusals(found)).toEqual(['exited 1', 'reentry 2', 'where 1']);
    expect(found.refused.find(({ step }) => step === 'where')).toMatchObject({
      place: '/where/0',
      reason: null,
      condition: { en: expect.stringContaining('500') as string },
    });
    const first = found.days[0];
    expect(first).toMatchObject({ day: '2027-03-01', fired: 1, contacts: 1, contacted: 0 });
    expect(refusals(first!)).toEqual(['reentry 1', 'where 1']);
    expect(found.sentence.en).toContain('waits 2 hours');
    await stage.move(live, 'cancel');
  });

  it('says why in the words in which a live one explains', async () => {
    await stage.until('2027-03-10T03:00:00Z');
    const trigger = { ...cart, cap: { times: 1, days: 3 } };
    const live = await stage.begin(trigger);
    await stage.event(6, 'cart_updated');
    await stage.settle();
    await stage.event(6, 'cart_updated');
    await stage.settle();
    const { firing } = await stage.worker.get(FiringService).explain(live, stage.person(6));
    const explained = firing?.steps.find(({ verdict }) => !verdict);
    const { refused } = await tried(stage, { trigger }, 1);
    expect(refused).toEqual([
      {
        step: explained?.step,
        place: null,
        reason: firing?.reason,
        condition: explained?.condition,
        happenings: 1,
      },
    ]);
    await stage.move(live, 'cancel');
  });

  it('drops more than the hour holds, as the live one does', async () => {
    await stage.until('2027-03-11T03:00:00Z');
    const trigger = { on: 'event', event: 'viewed', perHour: 2 };
    const live = await stage.begin(trigger);
    for (const [minute, person] of [0, 10, 20, 59, 60, 61, 75].map((at, i) => [at, 1 + (i % 6)])) {
      await stage.until(new Date(Date.UTC(2027, 2, 11, 3, minute)).toISOString());
      await stage.event(person!, 'viewed');
      await stage.settle();
    }
    const found = await tried(stage, { trigger }, 1);
    expect(cameOf(found)).toEqual(await cameLive(stage, live));
    expect(cameOf(found).lines).toEqual(['2027-03-11 hourly_limit 3', '2027-03-11 sent 4']);
    expect(found).toMatchObject({ fired: 4, happenings: 7 });
    await stage.move(live, 'cancel');
  });

  it('judges what came in late as it came in, or as if it had come at once', async () => {
    await stage.until('2027-03-14T03:00:00Z');
    await stage.event(1, 'late', { at: '2027-03-13T02:59:59.999Z' });
    await stage.event(2, 'late', { at: '2027-03-13T03:00:00Z' });
    const trigger = { on: 'event', event: 'late' };
    const asReceived = await tried(stage, { trigger }, 3);
    const fired = ({ days }: TriedView) =>
      days.flatMap(({ day, fired: n }) => (n ? [`${day} ${n}`] : []));
    expect(fired(asReceived)).toEqual(['2027-03-14 1']);
    expect(refusals(asReceived)).toEqual(['recent 1']);
    const atOnce = await tried(stage, { trigger }, 3, { arrival: 'happened' });
    expect(fired(atOnce)).toEqual(['2027-03-13 2']);
  });

  it('lists by day what else these people got on it', async () => {
    await stage.until('2027-03-16T08:00:00Z');
    const { database } = stage.world;
    for (const [person, at] of [
      [1, '2027-03-15T03:00:00Z'],
      [2, '2027-03-15T04:00:00Z'],
      [1, '2027-03-16T03:00:00Z'],
    ] as const)
      await stage.event(person, 'wished', { at });
    const mailing = async (campaign: number, name: string): Promise<string> => {
      const { insertId } = await database.execute(
        `INSERT INTO mailing (campaign_id, campaign_name, channel, purpose, template_version_id,
           sender, holdout_share, salt, uncertain_policy, created_at)
         VALUES (?, ?, 'email', 'marketing', 1, '{}', 0, '', 'hold', NOW(3))`,
        [campaign, name],
      );
      return insertId;
    };
    const [sale, news] = [await mailing(901, 'Sale'), await mailing(902, 'News')];
    let occurrence = 0;
    const deliver = (
      id: string,
      campaign: number,
      person: number,
      at: string,
      state = 'accepted',
    ) =>
      database.execute(
        `INSERT INTO delivery (campaign_id, occurrence, contact_id, mailing_id, channel, purpose,
           state, due_at, planned_at, intent_at)
         VALUES (?, ?, ?, ?, 'email', 'marketing', ?, ?, ?, ?)`,
        [
          campaign,
          ++occurrence,
          stage.person(person),
          id,
          state,
          ...Array<Date>(3).fill(new Date(at)),
        ],
      );
    await deliver(sale, 901, 1, '2027-03-14T17:00:00Z'); // midnight of the 15th
    await deliver(sale, 901, 1, '2027-03-15T16:59:59Z', 'uncertain');
    await deliver(news, 902, 1, '2027-03-15T05:00:00Z', 'failed'); // never got it
    await deliver(news, 902, 2, '2027-03-15T05:00:00Z');
    await deliver(news, 902, 2, '2027-03-16T05:00:00Z'); // did not fire that day
    await deliver(news, 902, 3, '2027-03-15T05:00:00Z'); // did not fire at all
    await deliver(news, 902, 1, '2027-03-16T07:00:00Z');
    const found = await tried(stage, { trigger: { on: 'event', event: 'wished' } }, 3, {
      arrival: 'happened',
    });
    const [saleOf, newsOf] = [
      { campaignId: '901', name: 'Sale' },
      { campaignId: '902', name: 'News' },
    ];
    expect(found.days.slice(1)).toMatchObject([
      {
        day: '2027-03-15',
        fired: 2,
        contacts: 2,
        contacted: 2,
        campaigns: [
          { ...saleOf, contacts: 1, messages: 2 },
          { ...newsOf, contacts: 1, messages: 1 },
        ],
      },
      {
        day: '2027-03-16',
        fired: 1,
        contacted: 1,
        campaigns: [{ ...newsOf, contacts: 1, messages: 1 }],
      },
    ]);
    expect(found.campaigns).toEqual([
      { ...newsOf, contacts: 2, messages: 2 },
      { ...saleOf, contacts: 1, messages: 2 },
    ]);
    const own = { arrival: 'happened', campaignId: '902' };
    const without = await tried(stage, { trigger: { on: 'event', event: 'wished' } }, 3, own);
    expect(without.campaigns).toEqual([{ ...saleOf, contacts: 1, messages: 2 }]);
    expect(without.days[2]).toMatchObject({ fired: 1, contacted: 0, campaigns: [] });
  });
});
