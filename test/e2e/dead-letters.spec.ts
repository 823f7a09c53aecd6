import { DeadLetters } from '#libs/platform';
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

interface Letter {
  id: string;
  source: string;
  subject: string;
  payload: object;
  why: string;
  failures: number;
}

const reason = 'mended';

describe('dead letters', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 5);
    await world.work();
  });
  afterAll(() => world.close());

  const list = async () =>
    (await world.admin.get<{ items: Letter[] }>('/v1/sending/dead-letters')).body.items;

  it('keep a delivery that cannot be made, say why, and send it once it is mended', async () => {
    const id = await draftCampaign(world);
    await world.marketer.post(`/v1/campaigns/${id}/submit`, {});
    await world.admin.post(`/v1/campaigns/${id}/approve`, {});
    const [version] = await world.database.query<{ id: string; bundle: string }>(
      `SELECT v.id, v.bundle FROM template_version v
       WHERE v.id = (SELECT template_version_id FROM mailing WHERE campaign_id = ?)`,
      [id],
    );
    const bundle =
      typeof version!.bundle === 'string' ? version!.bundle : JSON.stringify(version!.bundle);
    const write = (text: string) =>
      world.database.execute('UPDATE template_version SET bundle = ? WHERE id = ?', [
        text,
        version!.id,
      ]);
    await write(bundle.replaceAll('contact.firstName', 'contact.shoeSize'));
    await world.marketer.post(`/v1/campaigns/${id}/schedule`, {});
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ failed: 5 });
    const letters = await list();
    expect(letters).toHaveLength(5);
    expect(letters[0]).toMatchObject({
      source: 'delivery',
      payload: { deliveryId: letters[0]!.subject },
      why: expect.stringMatching(/./) as unknown,
    });
    expect(letters[0]!.why).not.toContain('@');

    // The version as it was approved; what was compiled of it is not looked at again by this process.
    await write(bundle);
    await world.work();
    const one = `/v1/sending/dead-letters/${letters[0]!.id}/replay`;
    expect((await world.marketer.post(one, { reason })).status).toBe(403);
    expect((await world.admin.post(one, { reason })).body).toEqual({ replayed: 1 });
    expect((await world.admin.post(one, { reason })).status).toBe(404);
    await untilState(world, id, 'done');
    const rest = (await list()).length;
    expect((await world.admin.post('/v1/sending/dead-letters/replay', { reason })).body).toEqual({
      replayed: rest,
    });
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: 5 });
    expect(world.caught.count(id).email).toBe(5);
    expect(await list()).toEqual([]);
  }, 60_000);

  it('keep a job that fails again and again, without what it says of people', async () => {
    const id = await draftCampaign(world);
    // A rule that no longer can be compiled: planning fails each time that it is begun.
    await launch(world, id);
    await untilState(world, id, 'done');
    const letters = world.api.app.get(DeadLetters);
    const failure = {
      source: 'campaign.plan',
      subject: `plan-${id}-0`,
      payload: { campaignId: id, occurrence: 0, note: 'for malee@example.test' },
      why: 'no way to +66 81 234 5678',
    };
    await letters.failed(failure);
    await letters.failed(failure);
    expect(await list()).toEqual([]);
    await letters.failed(failure);
    const [letter] = await list();
    expect(letter).toMatchObject({
      failures: 3,
      payload: { campaignId: id, note: 'for …' },
      why: 'no way to …',
    });
    await world.admin.post(`/v1/sending/dead-letters/${letter!.id}/replay`, { reason });
    expect(await list()).toEqual([]);
    const { body } = await world.admin.get<{ items: object[] }>('/v1/sending/operations?limit=1');
    expect(body.items).toMatchObject([{ kind: 'jobs.replay', reason }]);
  }, 60_000);

  it('learn of jobs by themselves, and are gone once these went well', async () => {
    const id = await draftCampaign(world);
    await world.database.execute('RENAME TABLE delivery TO delivery_away');
    await launch(world, id);
    const failing = () =>
      world.database.query<{ failures: number }>(
        `SELECT failures FROM dead_letter WHERE source = 'campaign.plan' AND subject = ?`,
        [`plan-${id}-0`],
      );
    await until(async () => ((await failing())[0]?.failures ?? 0) >= 3, 30);
    await world.database.execute('RENAME TABLE delivery_away TO delivery');
    await untilState(world, id, 'done', 30);
    await until(async () => (await failing()).length === 0, 5);
  }, 60_000);
});
