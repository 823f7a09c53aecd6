import PostalMime from 'postal-mime';
import { until } from '../support/until.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

interface FiringView {
  id: string;
  contactId: string;
  state: string;
  deliveryState: string | null;
  deliveryReason: string | null;
  steps: { step: string; verdict: boolean; condition: { en: string; th: string } }[];
}

describe('a campaign that starts for one contact', () => {
  let world: World;
  let people: string[];
  let events = 0;

  beforeAll(async () => {
    world = await startWorld();
    people = await addContacts(world, 20);
    await world.work();
  });
  afterAll(() => world.close());

  async function does(person: number, name: string, given: object = {}): Promise<void> {
    const event = {
      id: `e${++events}`,
      name,
      at: new Date().toISOString(),
      contact: { email: `c${person}@example.test` },
      ...given,
    };
    const { body } = await world.marketer.post<{ items: { status: string }[] }>('/v1/events', {
      events: [event],
    });
    expect(body.items).toEqual([{ status: 'accepted' }]);
  }

  async function begin(trigger: object, definition: Record<string, unknown> = {}) {
    const id = await draftCampaign(world, { segmentId: null, ...definition, trigger });
    await launch(world, id);
    await untilState(world, id, 'running');
    return id;
  }

  const mailOf = (id: string) => world.caught.list({ campaign: id, limit: 100 }).messages;

  it('sends within a moment, says why, reports what it changed, and ends when it is stopped', async () => {
    const id = await begin(
      {
        on: 'event',
        event: 'order_placed',
        where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 100 }],
      },
      { goal: { event: 'reviewed', windowHours: 24 } },
    );
    await does(1, 'order_placed', { value: '250.00', currency: 'THB' });
    await does(2, 'order_placed', { value: '50.00', currency: 'THB' });
    await does(3, 'order_placed', { value: '100.00', currency: 'THB' });
    await does(1, 'order_placed', { value: '300.00', currency: 'THB' });
    await until(() => mailOf(id).length === 3);
    const to = mailOf(id).flatMap((message) => message.to);
    expect(to.sort()).toEqual(['c1@example.test', 'c1@example.test', 'c3@example.test']);

    await does(1, 'reviewed');
    await until(async () => (await progressOf(world, id)).counts.accepted === 3);
    const { body: page } = await world.marketer.get<{ items: FiringView[] }>(
      `/v1/campaigns/${id}/firings?state=sent`,
    );
    expect(page.items).toHaveLength(3);
    expect(page.items[0]).toMatchObject({ contactId: people[0], deliveryState: 'accepted' });
    expect(page.items[0]!.steps.map(({ step, verdict }) => [step, verdict])).toEqual([
      ['started', true],
      ['recent', true],
      ['where', true],
      ['contact', true],
      ['in_time', true],
    ]);
    const { body: why } = await world.marketer.get(
      `/v1/campaigns/${id}/firings/explain?contactId=${people[1]}`,
    );
    expect(why).toMatchObject({
      verdict: false,
      firing: null,
      steps: [
        { step: 'cause', verdict: true },
        { step: 'started', verdict: true },
        { step: 'recent', verdict: true },
        { step: 'where', verdict: false, expected: 100, found: 50 },
      ],
    });

    const { body: report } = await world.marketer.get(`/v1/campaigns/${id}/report`);
    expect(report).toMatchObject({
      started: true,
      audience: 3,
      accepted: 3,
      // The review counts for the later of the two messages alone.
      experiment: { treated: { assigned: 3, converted: 1 }, window: { complete: false } },
    });
    const { body: shown } = await world.marketer.get(`/v1/campaigns/${id}`);
    expect(shown.triggerSentence).toEqual({
      en: 'Starts when a contact does “order_placed” (only those whose value is at least 100).',
      th: 'เริ่มเมื่อลูกค้าทำ “order_placed” (เฉพาะรายการที่มูลค่าตั้งแต่ 100 ขึ้นไป)',
    });

    expect((await world.marketer.post(`/v1/campaigns/${id}/stop`)).status).toBe(200);
    await untilState(world, id, 'done');
    await does(4, 'order_placed', { value: '250.00', currency: 'THB' });
    expect((await world.marketer.post(`/v1/campaigns/${id}/stop`)).status).toBe(409);
    const rows = await world.database.query('SELECT 1 FROM feed UNION SELECT 1 FROM feed_interest');
    expect(rows).toEqual([]);
    expect(mailOf(id)).toHaveLength(3);
  });

  it('speaks of what happened, in its text and behind its links', async () => {
    const body = `<mjml><mj-body><mj-section><mj-column><mj-text>{{trigger.event}} of
      {{trigger.value}} {{trigger.currency}}: {{trigger.properties.cart.id}}{{trigger.properties.cart.toString}}
      <a href="https://shop.example.test/cart?id={{trigger.properties.cart.id}}">Back</a>
      <a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`;
    const save = (html: string) =>
      world.marketer.put('/v1/templates', {
        key: 'abandoned-cart',
        content: {
          channel: 'email',
          fallbackLanguage: 'en',
          languages: { en: { subject: 'Your cart', body: html } },
          sampleData: {},
          variables: { 'trigger.properties.cart.id': { type: 'text' } },
        },
      });
    expect((await save(body)).status).toBe(400);
    const saved = await save(body.replace('{{trigger.properties.cart.toString}}', ''));
    const id = await begin({ on: 'event', event: 'carted' }, { templateId: saved.body.id });
    await does(6, 'carted', {
      value: '12.50',
      currency: 'THB',
      properties: { cart: { id: 'A&<1>' }, other: 1 },
    });
    await until(() => mailOf(id).length === 1);
    const { html } = await PostalMime.parse((await world.caught.read(mailOf(id)[0]!.id))!);
    expect(html!.replace(/\s+/g, ' ')).toContain('carted of 12.5 THB: A&amp;&lt;1&gt;');
    const link = /href="([^"]+\/t\/c\/[^"]+)"/.exec(html!)![1]!;
    const clicked = await world.api.anonymous.get(new URL(link).pathname);
    expect(clicked.headers.location).toBe('https://shop.example.test/cart?id=A%26%3C1%3E');
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
  });

  it('holds the same people out each time, and asks for consent', async () => {
    const id = await begin({ on: 'event', event: 'signed_up' }, { holdoutShare: 0.5 });
    await world.database.execute('UPDATE consent_state SET granted = 0 WHERE contact_id = ?', [
      people[19],
    ]);
    for (let round = 0; round < 2; round += 1)
      for (let person = 1; person <= 20; person += 1) await does(person, 'signed_up');
    await until(async () => {
      const { counts, open } = await progressOf(world, id);
      return open === 0 && counts.accepted! + counts.skipped! === 40;
    });
    const received = new Map<string, number>();
    for (const { to } of mailOf(id))
      for (const address of to) received.set(address, (received.get(address) ?? 0) + 1);
    expect([...received.values()].every((n) => n === 2)).toBe(true);
    expect(received.size).toBeGreaterThan(2);
    expect(received.size).toBeLessThan(18);
    const { body } = await world.marketer.get<{ items: FiringView[] }>(
      `/v1/campaigns/${id}/firings?contactId=${people[19]}`,
    );
    expect(body.items.map(({ deliveryReason }) => deliveryReason)).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
  });

  it('is refused with the places that are wrong', async () => {
    const answer = await world.marketer.post('/v1/campaigns', {
      name: 'Wrong',
      channel: 'email',
      definition: {
        trigger: { on: 'date', field: 'country', at: '9', colour: 'red' },
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('campaign.invalid');
    const places = (answer.body.errors as { place: string; code: string }[]).map(
      ({ place, code }) => `${place} ${code}`,
    );
    expect(places).toEqual([
      '/definition/trigger/colour trigger.unknown_property',
      '/definition/trigger/at trigger.bad_value',
    ]);
    const kind = await world.marketer.post('/v1/campaigns', {
      name: 'Wrong',
      channel: 'email',
      definition: { trigger: { on: 'date', field: 'country', at: '09:00' } },
    });
    expect(kind.text).toContain('trigger.wrong_kind');
  });

  it('warns of an event that never came, and wants a segment only for a calendar', async () => {
    const findings = async (trigger: object) => {
      const id = await draftCampaign(world, { segmentId: null, trigger });
      const { body } = await world.marketer.get<{ findings: { code: string; severity: string }[] }>(
        `/v1/campaigns/${id}/preflight`,
      );
      return body.findings.map(({ code, severity }) => `${severity} ${code}`);
    };
    expect(await findings({ on: 'event', event: 'never_seen' })).toContain(
      'warning preflight.unknown_trigger_event',
    );
    expect(await findings({ on: 'entered', segmentId: '999' })).toContain(
      'error preflight.dead_trigger_segment',
    );
    const calendar = await findings({ on: 'calendar', every: 'day', at: '09:00' });
    expect(calendar).toContain('error preflight.no_segment');
    expect(await findings({ on: 'event', event: 'order_placed' })).not.toContain(
      'error preflight.no_segment',
    );
  });

  it('forgets the firings of somebody who is erased', async () => {
    const id = await begin({ on: 'event', event: 'erasable', delay: { hours: 1 } });
    await does(5, 'erasable');
    const count = async () =>
      (await world.database.query('SELECT 1 FROM firing WHERE contact_id = ?', [people[4]])).length;
    const before = await count();
    await until(async () => (await count()) === before + 1);
    expect((await world.admin.delete(`/v1/contacts/${people[4]}`)).status).toBeLessThan(300);
    expect(await count()).toBe(0);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
  });
});
