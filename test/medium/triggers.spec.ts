import { Stage } from '../support/triggers/stage.js';
import {
  did,
  didAgo,
  dropped,
  lives,
  move,
  pass,
  sent,
  untilHour,
  waiting,
  type Act,
} from '../support/triggers/acts.js';
import { everyone } from '../support/world.js';

interface Scenario {
  name: string;
  trigger: object;
  /** Only people of this country are fired for. */
  country?: string;
  acts: Act[];
}

const cart = { on: 'event', event: 'cart_updated' };
const inCart = (id: string) => ({ properties: { cart: { id } } });

const scenarios: Scenario[] = [
  {
    name: 'each event starts it, other events do not',
    trigger: cart,
    acts: [did(1, 'cart_updated'), did(2, 'viewed'), did(1, 'cart_updated'), sent(1, 1)],
  },
  {
    name: 'only events that meet the conditions',
    trigger: {
      ...cart,
      where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 500 }],
    },
    acts: [
      did(1, 'cart_updated', { value: '499.99' }),
      did(2, 'cart_updated', { value: '500' }),
      did(3, 'cart_updated'),
      sent(2),
      waiting(0),
      dropped(),
    ],
  },
  {
    name: 'nothing that happened before it started, nor what is too old',
    trigger: cart,
    acts: [
      didAgo(1, 'cart_updated', { minutes: 1 }),
      pass({ days: 3 }),
      didAgo(2, 'cart_updated', { hours: 24, minutes: 1 }),
      didAgo(3, 'cart_updated', { hours: 23, minutes: 59 }),
      sent(3),
    ],
  },
  {
    name: 'only members of the campaign’s segment',
    trigger: cart,
    country: 'TH',
    acts: [
      lives(1, 'TH'),
      lives(2, 'DE'),
      did(1, 'cart_updated'),
      did(2, 'cart_updated'),
      lives(2, 'TH'),
      did(2, 'cart_updated'),
      sent(1, 2),
    ],
  },
  {
    name: 'once a contact',
    trigger: { ...cart, reentry: { kind: 'once' } },
    acts: [
      did(1, 'cart_updated'),
      did(1, 'cart_updated'),
      pass({ days: 400 }),
      did(1, 'cart_updated'),
      did(2, 'cart_updated'),
      sent(1, 2),
    ],
  },
  {
    name: 'not again within three days',
    trigger: { ...cart, reentry: { kind: 'after', days: 3 } },
    acts: [
      did(1, 'cart_updated'),
      pass({ days: 2, hours: 23, minutes: 59 }),
      did(1, 'cart_updated'),
      sent(1),
      pass({ minutes: 1 }),
      did(1, 'cart_updated'),
      sent(1, 1),
    ],
  },
  {
    name: 'once a cart, whichever way its id is written',
    trigger: { ...cart, reentry: { kind: 'per', key: 'properties.cart.id' } },
    acts: [
      did(1, 'cart_updated', inCart('A')),
      did(1, 'cart_updated', inCart('a ')),
      did(1, 'cart_updated', inCart('b')),
      did(2, 'cart_updated', inCart('A')),
      did(1, 'cart_updated'),
      did(1, 'cart_updated'),
      sent(1, 1, 2, 1),
    ],
  },
  {
    name: 'a waiting firing counts for re-entry, a dropped one does not',
    trigger: {
      ...cart,
      reentry: { kind: 'once' },
      delay: { hours: 1 },
      exit: { event: 'purchased' },
    },
    acts: [
      did(1, 'cart_updated'),
      did(1, 'cart_updated'),
      waiting(1),
      pass({ minutes: 1 }),
      did(1, 'purchased'),
      pass({ hours: 1 }),
      dropped('1 exited'),
      did(1, 'cart_updated'),
      pass({ hours: 1 }),
      sent(1),
    ],
  },
  {
    name: 'at most twice in seven days',
    trigger: { ...cart, cap: { times: 2, days: 7 } },
    acts: [
      did(1, 'cart_updated'),
      did(1, 'cart_updated'),
      did(1, 'cart_updated'),
      sent(1, 1),
      dropped('1 capped'),
      pass({ days: 7 }),
      did(1, 'cart_updated'),
      sent(1, 1, 1),
    ],
  },
  {
    name: 'at most two an hour in all',
    trigger: { ...cart, perHour: 2 },
    acts: [
      did(1, 'cart_updated'),
      did(2, 'cart_updated'),
      did(3, 'cart_updated'),
      sent(1, 2),
      dropped('3 hourly_limit'),
      pass({ hours: 1 }),
      did(4, 'cart_updated'),
      sent(1, 2, 4),
    ],
  },
  {
    name: 'a delay is counted from what happened, and the segment looked at again',
    trigger: { ...cart, delay: { hours: 2 } },
    country: 'TH',
    acts: [
      lives(1, 'TH'),
      lives(2, 'TH'),
      didAgo(1, 'cart_updated', { minutes: 0 }),
      did(2, 'cart_updated'),
      pass({ hours: 1, minutes: 59 }),
      sent(),
      lives(2, null),
      pass({ minutes: 1 }),
      sent(1),
      dropped('2 no_longer_in_segment'),
    ],
  },
  {
    name: 'without a second look if that is wanted',
    trigger: { ...cart, delay: { days: 1 }, recheck: false },
    country: 'TH',
    acts: [lives(1, 'TH'), did(1, 'cart_updated'), lives(1, null), pass({ days: 1 }), sent(1)],
  },
  {
    name: 'an exit event ends the wait if it meets its conditions',
    trigger: {
      ...cart,
      delay: { minutes: 30 },
      exit: {
        event: 'purchased',
        where: [{ kind: 'number', field: 'value', operator: 'more_than', value: 0 }],
      },
    },
    acts: [
      did(1, 'purchased', { value: '10' }),
      pass({ minutes: 1 }),
      did(1, 'cart_updated'),
      did(2, 'cart_updated'),
      did(3, 'cart_updated'),
      pass({ minutes: 5 }),
      did(2, 'purchased', { value: '10' }),
      did(3, 'purchased', { value: '0' }),
      pass({ minutes: 25 }),
      sent(1, 3),
      dropped('2 exited'),
    ],
  },
  {
    name: 'an exit rule ends the wait',
    trigger: {
      ...cart,
      delay: { minutes: 30 },
      exit: {
        rule: {
          version: 1,
          where: { kind: 'text', field: 'country', operator: 'is', value: 'DE' },
        },
      },
    },
    acts: [
      lives(1, 'DE'),
      lives(2, 'TH'),
      did(1, 'cart_updated'),
      did(2, 'cart_updated'),
      pass({ minutes: 30 }),
      sent(2),
      dropped('1 exited'),
    ],
  },
  {
    name: 'quiet hours put it off until they end',
    trigger: { ...cart, quiet: { from: '21:00', to: '09:00', policy: 'later' } },
    acts: [
      untilHour('13:59'),
      did(1, 'cart_updated'),
      sent(1),
      pass({ minutes: 1 }),
      did(2, 'cart_updated'),
      sent(1),
      untilHour('01:59'),
      sent(1),
      pass({ minutes: 1 }),
      sent(1, 2),
    ],
  },
  {
    name: 'or skip it',
    trigger: { ...cart, quiet: { from: '21:00', to: '09:00', policy: 'skip' } },
    acts: [untilHour('15:00'), did(1, 'cart_updated'), sent(), dropped('1 quiet')],
  },
  {
    name: 'a pause keeps what happens; what is too old then is dropped',
    trigger: cart,
    acts: [
      move('pause'),
      did(1, 'cart_updated'),
      pass({ hours: 20 }),
      did(2, 'cart_updated'),
      waiting(2),
      sent(),
      pass({ hours: 5 }),
      move('resume'),
      sent(2),
      dropped('1 too_late'),
    ],
  },
  {
    name: 'once it is stopped nothing is fired, and what waits is dropped',
    trigger: { ...cart, delay: { hours: 1 } },
    acts: [
      did(1, 'cart_updated'),
      move('stop'),
      did(2, 'cart_updated'),
      pass({ hours: 2 }),
      sent(),
      waiting(0),
      dropped('1 stopped'),
    ],
  },
  {
    name: 'and once it is cancelled',
    trigger: { ...cart, delay: { hours: 1 } },
    acts: [
      did(1, 'cart_updated'),
      move('cancel'),
      did(2, 'cart_updated'),
      pass({ hours: 2 }),
      sent(),
      dropped('1 cancelled'),
    ],
  },
];

describe('triggers, scenario by scenario', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open('2026-11-22T03:00:00.000Z');
  });
  afterAll(() => stage.close());

  /** A segment through the API. */
  async function segment(rule: object): Promise<string> {
    stage.world.marketer = await stage.world.api.as('marketer');
    const name = `Segment ${Math.floor(performance.now() * 1000)}`;
    const { body } = await stage.world.marketer.post('/v1/segments', { name, rule });
    return String(body.id);
  }

  it.each(scenarios)('$name', async ({ trigger, country, acts }) => {
    const where = { kind: 'text', field: 'country', operator: 'is', value: country };
    const segmentId = country ? await segment({ version: 1, where }) : null;
    const campaign = await stage.begin(trigger, { segmentId });
    for (const act of acts) await act(stage, campaign);
    const [row] = await stage.world.database.query<{ state: string }>(
      'SELECT state FROM campaign WHERE id = ?',
      [campaign],
    );
    if (row!.state === 'running') await stage.move(campaign, 'cancel');
  });

  describe('entering and leaving segments', () => {
    it('fires on signals, but not on edits of the rule unless they are wanted', async () => {
      const segmentId = await segment(everyone);
      const [plain, all, left] = [
        await stage.begin({ on: 'entered', segmentId }),
        await stage.begin({ on: 'entered', segmentId, includeRuleChanges: true }),
        await stage.begin({ on: 'left', segmentId }),
      ];
      await stage.signal(1, 'entered', segmentId);
      await stage.signal(2, 'entered', segmentId, 'clock');
      await stage.signal(3, 'entered', segmentId, 'rule');
      await stage.signal(1, 'left', segmentId);
      await stage.settle();
      expect(await stage.sent(plain)).toEqual([1, 2]);
      expect(await stage.sent(all)).toEqual([1, 2, 3]);
      expect(await stage.sent(left)).toEqual([1]);
      expect((await stage.explain(plain, 3)).steps.at(-1)).toMatchObject({
        step: 'cause',
        verdict: false,
        found: 'rule',
      });
    });

    it('after the delay asks whether they still are where they went', async () => {
      const segmentId = await segment(everyone);
      const id = await stage.begin({
        on: 'entered',
        segmentId,
        delay: { hours: 1 },
        reentry: { kind: 'once' },
      });
      await stage.signal(1, 'entered', segmentId);
      await stage.signal(2, 'entered', segmentId);
      await stage.signal(3, 'entered', segmentId);
      await stage.settle();
      await stage.signal(2, 'left', segmentId);
      // Whoever has come back meanwhile is where they went.
      await stage.signal(3, 'left', segmentId);
      await stage.signal(3, 'entered', segmentId);
      stage.clock.advance({ hours: 1 });
      await stage.settle();
      expect(await stage.sent(id)).toEqual([1, 3]);
      expect(await stage.dropped(id)).toEqual(['2 no_longer_so']);
    });
  });

  describe('explanations', () => {
    it('say which step stood in the way, what it expected and what was found', async () => {
      const segmentId = await segment({
        version: 1,
        where: { kind: 'text', field: 'country', operator: 'is', value: 'TH' },
      });
      const trigger = {
        ...cart,
        where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 500 }],
        reentry: { kind: 'once' },
      };
      const id = await stage.begin(trigger, { segmentId });
      await lives(1, 'TH')(stage, id);
      await lives(2, 'DE')(stage, id);
      const cheap = await stage.event(1, 'cart_updated', { value: '20' });
      const dear = await stage.event(1, 'cart_updated', { value: '900' });
      const again = await stage.event(1, 'cart_updated', { value: '800' });
      const abroad = await stage.event(2, 'cart_updated', { value: '900' });
      const other = await stage.event(1, 'viewed');
      await stage.settle();
      const last = async (person: number, event: string | null) => {
        const { steps, verdict, firing } = await stage.explain(id, person, { eventId: event });
        const { step, expected, found } = steps.at(-1)!;
        return { verdict, step, expected, found, state: firing?.state ?? null };
      };
      expect(await last(1, cheap)).toMatchObject({ step: 'where', expected: 500, found: 20 });
      expect(await last(1, dear)).toMatchObject({ verdict: true, state: 'sent' });
      expect(await last(1, again)).toMatchObject({ verdict: false, step: 'reentry', state: null });
      expect(await last(2, abroad)).toMatchObject({ step: 'segment', found: 'not_in' });
      expect(await last(1, other)).toMatchObject({
        step: 'cause',
        expected: 'cart_updated',
        found: 'viewed',
      });
      expect(await last(6, null)).toMatchObject({ step: 'cause', verdict: false });
      const { steps, segment: why } = await stage.explain(id, 2, { eventId: abroad });
      expect(steps.find(({ step }) => step === 'where')?.condition.en).toBe(
        'whose value is at least 500',
      );
      expect(why?.explanation.found).toBe('DE');
    });
  });
});
