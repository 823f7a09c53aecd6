import { judgeEvent } from './event-input.js';
import { clientHash } from './event.js';

const now = new Date('2026-11-22T03:00:00Z');
const event = {
  id: 'e1',
  name: 'purchased',
  at: '2026-11-22T09:00:00+07:00',
  contact: { email: 'Malee@Example.test' },
};
const judge = (changes: Record<string, unknown>) => {
  const verdict = judgeEvent({ ...event, ...changes }, 'shop', now);
  return verdict.ok ? 'ok' : `${verdict.error.place} ${verdict.error.code}`;
};

describe('judgeEvent', () => {
  it('brings an event into canonical form', () => {
    const verdict = judgeEvent(
      { ...event, value: '19.90', currency: 'THB', properties: { sku: 'ชา-1', lines: [1, 2] } },
      'shop',
      now,
    );
    expect(verdict).toEqual({
      ok: true,
      value: {
        clientHash: clientHash('shop', 'e1'),
        contact: { by: 'email', value: 'malee@example.test' },
        name: 'purchased',
        occurredAt: new Date('2026-11-22T02:00:00Z'),
        value: '19.90',
        currency: 'THB',
        properties: '{"sku":"ชา-1","lines":[1,2]}',
      },
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ at: '2026-11-22T04:00:00Z' }, 'ok'],
    [{ at: '2026-11-22T04:00:01Z' }, '/at event.in_future'],
    [{ at: '2026-11-22T02:00:00' }, '/at event.at_invalid'],
    [{ at: 1700000000 }, '/at event.at_invalid'],
    [{ id: '' }, '/id event.id_invalid'],
    [{ id: 7 }, '/id event.id_invalid'],
    [{ name: '1st' }, '/name event.name_invalid'],
    [{ name: 'Order Completed' }, 'ok'],
    [{ name: 'x'.repeat(101) }, '/name event.name_invalid'],
    [{ value: 12.34, currency: 'USD' }, 'ok'],
    [{ value: '12.34567', currency: 'USD' }, '/value event.value_invalid'],
    [{ value: 1e21, currency: 'USD' }, '/value event.value_invalid'],
    [{ value: '1' }, '/currency event.currency_invalid'],
    [{ value: '1', currency: 'XYZ' }, '/currency event.currency_invalid'],
    [{ value: '1', currency: 'usd' }, '/currency event.currency_invalid'],
    [{ currency: 'USD' }, '/currency event.currency_without_value'],
    [{ contact: {} }, '/contact event.contact_invalid'],
    [{ contact: { id: '1', email: 'a@example.test' } }, '/contact event.contact_invalid'],
    [{ contact: { id: '01' } }, '/contact/id event.contact_invalid'],
    [{ contact: { email: 'a' } }, '/contact/email email.invalid'],
    [{ contact: { city: 'ตาก' } }, '/contact event.contact_invalid'],
    [{ properties: [] }, '/properties event.properties_invalid'],
    [{ properties: { a: 'x'.repeat(33_000) } }, '/properties event.properties_too_large'],
    [{ properties: { a: { constructor: 1 } } }, '/properties/a/constructor event.property_invalid'],
    [
      { properties: JSON.parse('{"__proto__":{"x":1}}') as object },
      '/properties/__proto__ event.property_invalid',
    ],
    [{ surprise: 1 }, ' event.unknown_field'],
  ])('%j is %s', (changes, expected) => expect(judge(changes)).toBe(expected));

  it('refuses properties that are nested without end', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 5000; i++) deep = { a: deep };
    expect(judge({ properties: deep })).toMatch(/event\.property_invalid$/);
  });

  it.each([null, 1, 'x', []])('refuses %j as an event', (json) =>
    expect(judgeEvent(json, 'shop', now)).toMatchObject({ error: { code: 'event.invalid' } }),
  );

  it('keeps the ids of two sources apart', () => {
    expect(clientHash('a', 'b1')).not.toEqual(clientHash('ab', '1'));
    expect(clientHash('a', 'b1')).toHaveLength(16);
  });
});
