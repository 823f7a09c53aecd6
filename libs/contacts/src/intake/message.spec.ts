import { judgeMessage } from './message.js';

const receivedAt = new Date('2026-11-22T03:00:00Z');
const message = { type: 'track', userId: 'u1', event: 'Order Completed' };
const judge = (changes: Record<string, unknown>, sentAt: Date | null = null) =>
  judgeMessage({ ...message, ...changes }, { receivedAt, sentAt });
const codeOf = (changes: Record<string, unknown>) => {
  const verdict = judge(changes);
  return verdict.ok ? 'ok' : `${verdict.error.place} ${verdict.error.code}`;
};
const valueOf = (changes: Record<string, unknown>, sentAt?: Date) => {
  const verdict = judge(changes, sentAt);
  if (!verdict.ok) throw new Error(verdict.error.code);
  return verdict.value;
};

describe('judgeMessage', () => {
  it('reads a track call as client libraries send it', () => {
    const json = {
      messageId: 'm1',
      anonymousId: 'a1',
      properties: { revenue: 19.9, currency: 'thb', sku: 'ชา' },
      context: { library: { name: 'x' } },
      integrations: {},
      timestamp: '2026-11-22T02:59:00.000Z',
    };
    expect(valueOf(json)).toEqual({
      type: 'track',
      messageId: 'm1',
      userId: 'u1',
      anonymousId: 'a1',
      previousId: null,
      at: new Date('2026-11-22T02:59:00Z'),
      event: {
        name: 'Order Completed',
        value: '19.9000',
        currency: 'THB',
        properties: '{"revenue":19.9,"currency":"thb","sku":"ชา"}',
      },
      traits: {},
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ type: 'purchase' }, '/type intake.type_unknown'],
    [{ type: 'constructor' }, '/type intake.type_unknown'],
    [{ userId: undefined }, ' intake.nobody'],
    [{ userId: '' }, ' intake.nobody'],
    [{ userId: null, anonymousId: 'a1' }, 'ok'],
    [{ userId: 12 }, 'ok'],
    [{ userId: {} }, '/userId intake.user_id_invalid'],
    [{ userId: 'x'.repeat(129) }, '/userId intake.user_id_invalid'],
    [{ userId: '\ud800' }, '/userId intake.user_id_invalid'],
    [{ anonymousId: ['a'] }, '/anonymousId intake.anonymous_id_invalid'],
    [{ messageId: 'x'.repeat(129) }, '/messageId intake.message_id_invalid'],
    [{ event: undefined }, '/event event.name_invalid'],
    [{ event: 7 }, '/event event.name_invalid'],
    [{ properties: [] }, '/properties intake.properties_invalid'],
    [{ properties: null }, 'ok'],
    [{ properties: { a: { '': 1 } } }, '/properties/a/ event.property_invalid'],
    [{ properties: { a: '\udc00' } }, '/properties request.ill_formed_text'],
    [{ properties: { a: '\\udc00' } }, 'ok'],
    [{ timestamp: 1700000000 }, '/timestamp event.at_invalid'],
    [{ timestamp: '2026-11-22' }, '/timestamp event.at_invalid'],
    [{ timestamp: '2026-11-22T04:00:00Z' }, 'ok'],
    [{ timestamp: '2026-11-22T04:00:01Z' }, '/timestamp event.in_future'],
    [{ type: 'alias' }, ' intake.alias_incomplete'],
    [{ type: 'alias', previousId: 'a1' }, 'ok'],
    [{ type: 'group' }, '/groupId intake.group_id_invalid'],
    [{ type: 'group', groupId: 'g', traits: 1 }, '/traits intake.traits_invalid'],
    [{ type: 'identify', traits: 'x' }, '/traits intake.traits_invalid'],
  ])('%j is %s', (changes, expected) => expect(codeOf(changes)).toBe(expected));

  it.each([null, 1, 'x', []])('refuses %j', (json) =>
    expect(judgeMessage(json, { receivedAt, sentAt: null })).toMatchObject({
      error: { code: 'intake.message_invalid' },
    }),
  );

  it('takes the time of arrival where no time is written', () => {
    expect(valueOf({}).at).toEqual(receivedAt);
  });

  it('makes a wrong clock good', () => {
    const fast = new Date('2026-11-23T03:00:00Z');
    expect(valueOf({ timestamp: '2026-11-23T02:58:00Z' }, fast).at).toEqual(
      new Date('2026-11-22T02:58:00Z'),
    );
  });

  it.each([
    ['page', { name: 'Home', category: 'Shop' }, '{"path":"/","name":"Home","category":"Shop"}'],
    ['screen', { name: 'Cart' }, '{"path":"/","name":"Cart"}'],
  ])('keeps a %s as an event of that name', (type, named, properties) => {
    const { event } = valueOf({ type, ...named, properties: { path: '/' } });
    expect(event).toMatchObject({ name: type, properties });
  });

  it('keeps a group call as an event', () => {
    const { event } = valueOf({ type: 'group', groupId: 7, traits: { plan: 'pro' } });
    expect(event).toMatchObject({ name: 'group', properties: '{"plan":"pro","groupId":"7"}' });
  });

  it.each<[Record<string, unknown>, string | null, string | null]>([
    [{ value: '12.5', currency: 'USD' }, '12.5', 'USD'],
    [{ total: 0.1 + 0.2, currency: 'USD' }, '0.3000', 'USD'],
    [{ value: 'a lot', revenue: 5, currency: 'USD' }, '5.0000', 'USD'],
    [{ value: 12 }, null, null],
    [{ value: 12, currency: 'XYZ' }, null, null],
    [{ value: 1e15, currency: 'USD' }, null, null],
    [{ value: NaN, currency: 'USD' }, null, null],
    [{ currency: 'USD' }, null, null],
  ])('reads the worth of %j', (properties, value, currency) => {
    expect(valueOf({ properties }).event).toMatchObject({ value, currency });
  });
});
