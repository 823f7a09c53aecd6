import type { Channel, Node, ResponseFact } from '#libs/rules';
import fc from 'fast-check';
import type { Message, Reach } from './others.js';

const channel = fc.constantFrom<Channel>('email', 'sms');
const campaign = fc.constantFrom('1', '2');
const purpose = fc.constantFrom('marketing', 'transactional', 'surveys');
const link = fc.constantFrom(0, 1);

// People -----------------------------------------------------------------------------------------

function message(instant: fc.Arbitrary<Date>): fc.Arbitrary<Message> {
  const response: fc.Arbitrary<ResponseFact> = fc
    .record({
      kind: fc.constantFrom('open', 'click', 'reply', 'bounce', 'complaint', 'unsubscribe'),
      machine: fc.boolean(),
      link,
      at: instant,
    })
    .map((one) => ({ ...one, link: one.kind === 'click' ? one.link : null }));
  return fc
    .record({
      campaign,
      channel,
      state: fc.constantFrom(
        ...(['planned', 'skipped', 'sending', 'failed', 'uncertain', 'held'] as const),
        ...(['accepted', 'accepted', 'accepted'] as const),
      ),
      finishedAt: instant,
      uncertainAt: fc.option(instant, { freq: 2 }),
      responses: fc.array(response, { maxLength: 3 }),
    })
    .map((one) => ({
      ...one,
      finishedAt: ['accepted', 'failed', 'held'].includes(one.state) ? one.finishedAt : null,
      uncertainAt: ['uncertain', 'held'].includes(one.state) ? one.finishedAt : one.uncertainAt,
    }));
}

const someChannels = fc.subarray<Channel>(['email', 'sms']);
const consents = fc.uniqueArray(fc.tuple(channel, purpose, fc.boolean()), {
  maxLength: 4,
  selector: ([c, p]) => `${c} ${p}`,
});
const reach: fc.Arbitrary<Reach> = fc.record({
  addresses: fc.oneof(fc.constant<Channel[]>(['email', 'sms']), someChannels),
  suppressed: fc.oneof(fc.constant<Channel[]>([]), someChannels),
  consents,
});

/** What a person has beside fields and events. */
export const others = (instant: fc.Arbitrary<Date>) => ({
  messages: fc.array(message(instant), { maxLength: 4 }),
  lists: fc.subarray(['1', '2']),
  reach,
});

// Rules ------------------------------------------------------------------------------------------

const nothing = fc.constant(null);

/** On messages, in one of these windows. */
export const messageCondition = (window: fc.Arbitrary<object>): fc.Arbitrary<Node> =>
  fc
    .record({
      operator: fc.constantFrom('did', 'did_not'),
      what: fc.constantFrom(
        ...['sent', 'received', 'opened', 'clicked', 'replied', 'bounced', 'complained'],
        'unsubscribed',
      ),
      campaign: fc.oneof(nothing, campaign),
      channel: fc.oneof(nothing, channel),
      window,
      link: fc.oneof(nothing, link),
      machines: fc.boolean(),
    })
    .map((one) => ({
      kind: 'message',
      ...one,
      link: one.what === 'clicked' ? one.link : null,
      machines: ['opened', 'clicked'].includes(one.what) && one.machines,
    }))
    .map((one) => one as unknown as Node);

const reachCondition = fc
  .record({ operator: fc.constantFrom('may' as const, 'may_not' as const), channel, purpose })
  .map((one): Node => ({ kind: 'reach', ...one }));

const listCondition = fc
  .record({
    operator: fc.constantFrom('on' as const, 'not_on' as const),
    list: fc.constantFrom('1', '2'),
  })
  .map((one): Node => ({ kind: 'on_list', ...one }));

const chanceCondition = fc
  .tuple(
    fc.constantFrom('spring', 'b7', 'A.b_c-9'),
    fc.uniqueArray(fc.constantFrom(0, 0.0001, 10, 33.3333, 50, 66.6667, 99.9999, 100), {
      minLength: 2,
      maxLength: 2,
    }),
  )
  .map(([salt, [a = 0, b = 1]]): Node => {
    return { kind: 'chance', salt, from: Math.min(a, b), to: Math.max(a, b) };
  });

/** On anything but fields and events. */
export const otherCondition = (window: fc.Arbitrary<object>): fc.Arbitrary<Node> =>
  fc.oneof(
    { weight: 4, arbitrary: messageCondition(window) },
    { weight: 1, arbitrary: reachCondition },
    { weight: 1, arbitrary: listCondition },
    { weight: 1, arbitrary: chanceCondition },
  );
