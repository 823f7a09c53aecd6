import { setTimeout as sleep } from 'node:timers/promises';
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

const people = 60;

describe('all sending', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
  });
  afterEach(async () => {
    world.mail.faults.clear();
    await world.admin.post('/v1/sending/release', { reason: 'test', overdue: 'send' });
  });
  afterAll(() => world.close());

  const sending = async () => (await world.marketer.get('/v1/sending')).body;

  it('stops when an admin says so: 0 intents after the answer, and says so everywhere', async () => {
    await world.work();
    const id = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 150 } });
    await launch(world, id);
    await until(() => world.caught.count(id).email >= 5);
    const answer = await world.admin.post('/v1/sending/hold', { reason: 'wrong price' });
    expect(answer).toMatchObject({ status: 200, body: { held: true, cause: 'stopped' } });
    const [{ at }] = (await world.database.query<{ at: Date }>('SELECT NOW(3) AS at')) as [
      { at: Date },
    ];
    await sleep(1500);
    const late = await world.database.query('SELECT 1 FROM delivery WHERE intent_at > ?', [at]);
    expect(late).toEqual([]);
    expect(world.caught.count(id).email).toBeLessThan(people);

    expect(await sending()).toMatchObject({ held: true, reason: 'wrong price' });
    expect((await world.api.anonymous.get('/health/ready')).body).toMatchObject({
      ready: true,
      sending: 'held',
    });
    expect(await progressOf(world, id)).toMatchObject({
      state: 'running',
      held: true,
      perSecond: 0,
      etaSeconds: null,
    });

    await world.admin.post('/v1/sending/release', { reason: 'mended' });
    await untilState(world, id, 'done');
    expect(world.caught.count(id).email).toBe(people);
    const { body } = await world.marketer.get<{ items: { kind: string; reason: string }[] }>(
      '/v1/sending/operations?limit=2',
    );
    expect(body.items).toMatchObject([
      { kind: 'sending.release', reason: 'mended' },
      { kind: 'sending.hold', reason: 'wrong price' },
    ]);
  }, 60_000);

  it('is not for marketers to stop, and asks for a reason', async () => {
    const denied = await world.marketer.post('/v1/sending/hold', { reason: 'x' });
    expect(denied).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    expect((await world.admin.post('/v1/sending/hold', {})).status).toBe(400);
    expect(await sending()).toMatchObject({ held: false });
  });

  it('begins no campaign while it is held, and asks before it lets go what is overdue', async () => {
    await world.work();
    await world.admin.post('/v1/sending/hold', { reason: 'stocktaking' });
    const id = await draftCampaign(world);
    await launch(world, id);
    await sleep(2500);
    expect(await progressOf(world, id)).toMatchObject({ state: 'scheduled', counts: {} });
    await world.database.execute(
      'UPDATE campaign SET starts_at = starts_at - INTERVAL 2 HOUR WHERE id = ?',
      [id],
    );
    const asked = await world.admin.post('/v1/sending/release', { reason: 'done' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'sending.overdue' } });
    expect(await sending()).toMatchObject({ held: true, campaigns: [{ id }] });
    await world.admin.post('/v1/sending/release', { reason: 'done', overdue: 'send' });
    await untilState(world, id, 'done');
  }, 60_000);
});

describe('a restored copy of the database', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld();
    await addContacts(world, people);
  });
  afterEach(() => world.close());

  const overdue = async () => {
    const id = await draftCampaign(world);
    await launch(world, id);
    const worker = await world.work();
    await until(() => world.caught.count(id).email > 0);
    await world.marketer.post(`/v1/campaigns/${id}/pause`, {});
    await worker.stop();
    await world.marketer.post(`/v1/campaigns/${id}/resume`, {});
    await world.database.execute('UPDATE delivery SET due_at = due_at - INTERVAL 3 HOUR');
    return { id, sent: world.caught.count(id).email };
  };

  it('sends nothing beside the original, until an operator of the copy releases it', async () => {
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 100 } });
    const { id, sent } = await overdue();
    // As a worker of a clone would come: with the same data, and another name.
    await world.work({ installationId: 'drill' });
    await sleep(3000);
    expect(world.caught.count(id).email).toBe(sent);
    // The original goes on meanwhile: a stranger does not stop it.
    await world.work();
    await untilState(world, id, 'done');
    expect(world.caught.count(id).email).toBe(people);
  }, 60_000);

  it('that went back on the same machine is held, and says what is overdue', async () => {
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 100 } });
    const [before] = await world.database.query<{ tide: string }>(
      'SELECT tide FROM sending_switch',
    );
    const { id, sent } = await overdue();
    await world.database.execute('UPDATE sending_switch SET tide = ?', [before!.tide]);
    await world.work();
    await sleep(2500);
    expect(world.caught.count(id).email).toBe(sent);
    const { body } = await world.marketer.get('/v1/sending');
    expect(body).toMatchObject({
      held: true,
      cause: 'restored',
      userId: null,
      overdue: { deliveries: people - sent },
    });
    const asked = await world.admin.post('/v1/sending/release', { reason: 'looked' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'sending.overdue' } });
    await world.admin.post('/v1/sending/release', { reason: 'looked', overdue: 'send' });
    await untilState(world, id, 'done');
    expect(world.caught.count(id).email).toBe(people);
  }, 60_000);

  it('is not what a second worker, or the next start, takes it for', async () => {
    const id = await draftCampaign(world);
    const first = await world.work();
    await world.work();
    await first.stop();
    await world.work();
    await launch(world, id);
    await untilState(world, id, 'done');
    expect((await world.marketer.get('/v1/sending')).body).toMatchObject({ held: false });
  }, 60_000);
});
