import { VirtualClock } from '../support/clock.js';
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

interface Line {
  state: string;
  reason: string | null;
}

describe('an organisation’s sending limits', () => {
  const clock = new VirtualClock('2026-11-22T15:00:00.000Z'); // 22:00 in Bangkok
  let world: World;

  const limits = (body: object) => world.marketer.put('/v1/sending-limits', body);
  const lines = async (id: string): Promise<Line[]> =>
    (await world.marketer.get<{ items: Line[] }>(`/v1/campaigns/${id}/deliveries`)).body.items;
  const caught = (campaign: string) => world.caught.list({ campaign, limit: 1000 }).messages.length;

  beforeAll(async () => {
    world = await startWorld({}, clock);
    await addContacts(world, 6);
    await world.work();
  });
  afterAll(() => world.close());
  afterEach(() => limits({ caps: [], quietHours: [] }));

  it('are none at first, and say what is wrong with them', async () => {
    expect((await world.marketer.get('/v1/sending-limits')).body).toEqual({
      caps: [],
      quietHours: [],
    });
    const quiet = { channel: 'sms', country: null, from: '21:00', to: '21:00' };
    const empty = await limits({ caps: [], quietHours: [quiet] });
    expect(empty.status).toBe(400);
    expect(empty.body).toMatchObject({
      code: 'limits.empty_window',
      errors: [{ place: '/quietHours/0/to' }],
    });
    const wrong = await limits({
      caps: [{ channel: null, messages: 0, hours: 1 }],
      quietHours: [],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ errors: [{ place: '/caps/0/messages' }] });
    const analyst = await world.api.as('analyst');
    expect((await analyst.put('/v1/sending-limits', { caps: [], quietHours: [] })).status).toBe(
      403,
    );
  });

  it('let nobody be woken: what is marketing waits for the morning, the rest goes', async () => {
    const kept = {
      caps: [],
      quietHours: [{ channel: null, country: null, from: '21:00', to: '08:00' }],
    };
    expect((await limits(kept)).body).toEqual(kept);
    await world.database.execute(`UPDATE contact SET time_zone = 'Europe/London' WHERE id % 2 = 0`);
    const id = await draftCampaign(world);
    await launch(world, id);
    // In London it is three in the afternoon.
    await until(async () => (await progressOf(world, id)).counts.accepted === 3);
    await until(
      async () => (await lines(id)).filter((l) => l.reason === 'quiet_hours').length === 3,
    );
    expect(caught(id)).toBe(3);
    const [{ hours }] = (await world.database.query<{ hours: number }>(
      `SELECT TIMESTAMPDIFF(MINUTE, NOW(3), MIN(due_at)) / 60 + 0e0 AS hours FROM delivery
       WHERE campaign_id = ? AND state = 'planned'`,
      [id],
    )) as [{ hours: number }];
    expect(hours).toBeGreaterThan(9.9);
    expect(hours).toBeLessThanOrEqual(10);

    const receipt = await draftCampaign(world, { purpose: 'transactional' });
    await launch(world, receipt);
    await untilState(world, receipt, 'done');
    expect(caught(receipt)).toBe(6);

    clock.advance({ hours: 10 });
    await world.database.execute(
      `UPDATE delivery SET due_at = NOW(3) WHERE campaign_id = ? AND state = 'planned'`,
      [id],
    );
    await untilState(world, id, 'done');
    expect(caught(id)).toBe(6);
    expect((await lines(id)).every(({ reason }) => reason === null)).toBe(true);
  });

  it('cap what one person gets, and the dry run knows', async () => {
    await limits({ caps: [{ channel: null, messages: 1, hours: 168 }], quietHours: [] });
    const id = await draftCampaign(world);
    const dryRun = await world.marketer.get(`/v1/campaigns/${id}/dry-run`);
    expect(dryRun.body).toMatchObject({ audience: 6, planned: 0, skipped: { capped: 6 } });
    await limits({ caps: [{ channel: null, messages: 2, hours: 168 }], quietHours: [] });
    await launch(world, id);
    await untilState(world, id, 'done');
    expect(caught(id)).toBe(6);
    const next = await draftCampaign(world, { priority: 'high' });
    await world.database.execute('DELETE FROM suppression');
    const preflight = await world.marketer.get(`/v1/campaigns/${next}/preflight`);
    expect(preflight.text).toContain('preflight.nobody');
  });

  it('are asked for before an SMS, and a trigger takes no broadcast’s timing', async () => {
    const id = await draftCampaign(world, { localTime: '09:00' }, 'sms');
    const preflight = await world.marketer.get(`/v1/campaigns/${id}/preflight`);
    expect(preflight.text).toContain('preflight.no_quiet_hours');
    expect(preflight.text).not.toContain('preflight.timing_of_trigger');
    const trigger = { on: 'event', event: 'purchase' };
    const triggered = await draftCampaign(world, { localTime: '09:00', trigger });
    const found = await world.marketer.get(`/v1/campaigns/${triggered}/preflight`);
    expect(found.text).toContain('preflight.timing_of_trigger');
  });
});
