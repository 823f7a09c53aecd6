import { DeadLetters } from '#libs/platform';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
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
  let worker: RunningWorker;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 5);
    worker = await world.work();
  });
  afterAll(() => world.close());

  const list = async () =>
    (await world.admin.get<{ items: Letter[] }>('/v1/sending/dead-letters')).body.items;

  /** A campaign of which nothing could be made into a message; `mend` makes its template whole again. */
  async function unmade(): Promise<{ id: string; mend: () => Promise<void> }> {
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
    // What was compiled of a version is not looked at again by the same process.
    const write = async (text: string) => {
      await worker.stop();
      const change = 'UPDATE template_version SET bundle = ? WHERE id = ?';
      await world.database.execute(change, [text, version!.id]);
      worker = await world.work();
    };
    await write(bundle.replaceAll('contact.firstName', 'contact.shoeSize'));
    await world.marketer.post(`/v1/campaigns/${id}/schedule`, {});
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ failed: 5 });
    return { id, mend: () => write(bundle) };
  }

  const replayAll = async () =>
    (await world.admin.post('/v1/sending/dead-letters/replay', { reason })).body;

  it('keep a delivery that cannot be made, say why, and send it once it is mended', async () => {
    const { id, mend } = await unmade();
    const letters = await list();
    expect(letters).toHaveLength(5);
    expect(letters[0]).toMatchObject({
      source: 'delivery',
      payload: { deliveryId: letters[0]!.subject },
      why: expect.stringMatching(/./) as unknown,
    });
    expect(letters[0]!.why).not.toContain('@');

    await mend();
    const one = `/v1/sending/dead-letters/${letters[0]!.id}/replay`;
    expect((await world.marketer.post(one, { reason })).status).toBe(403);
    expect((await world.admin.post(one, { reason })).body).toEqual({ replayed: 1, forgotten: 0 });
    expect((await world.admin.post(one, { reason })).status).toBe(404);
    await untilState(world, id, 'done');
    const rest = (await list()).length;
    expect(await replayAll()).toEqual({ replayed: rest, forgotten: 0 });
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toEqual({ accepted: 5 });
    expect(world.caught.count(id).email).toBe(5);
    expect(await list()).toEqual([]);
  }, 60_000);

  it('of what can never be sent are forgotten, and stand before no other', async () => {
    const cancelled = await draftCampaign(world);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 1000 } });
    await launch(world, cancelled);
    await until(async () => 'sending' in (await progressOf(world, cancelled)).counts);
    await world.marketer.post(`/v1/campaigns/${cancelled}/cancel`, {});
    world.mail.faults.clear();
    const of = await world.database.query<{ id: string }>(
      'SELECT id FROM delivery WHERE campaign_id = ?',
      [cancelled],
    );
    await world.database.execute(
      `UPDATE delivery SET state = 'failed', reason = 'unrenderable' WHERE campaign_id = ?`,
      [cancelled],
    );
    // Of the cancelled campaign, and of deliveries that are gone: more than are tried by one request.
    const ids = [...of.map(({ id }) => id), ...Array.from({ length: 1000 }, (_, n) => String(10 ** 9 + n))]; // prettier-ignore
    await world.api.app.get(DeadLetters).buried(
      world.database,
      ids.map((subject) => ({ source: 'delivery', subject, payload: {}, why: 'x' })),
    );
    const { id, mend } = await unmade();
    await mend();
    // An erased person's, by the letter alone: nobody is there to be written to.
    const [erased] = await world.database.query<{ id: string }>(
      'SELECT id FROM delivery WHERE campaign_id = ? ORDER BY id DESC LIMIT 1',
      [id],
    );
    await world.database.execute('UPDATE delivery SET address_hash = NULL WHERE id = ?', [
      erased!.id,
    ]);
    expect(await replayAll()).toEqual({ replayed: 4, forgotten: ids.length + 1 });
    expect(await list()).toEqual([]);
    await untilState(world, id, 'done');
    expect((await progressOf(world, id)).counts).toMatchObject({ accepted: 4 });
    expect(world.caught.count(cancelled).email).toBeLessThanOrEqual(5);
    const { body } = await world.admin.get<{ items: object[] }>('/v1/sending/operations?limit=5');
    const dismissal = { kind: 'dead_letters.dismiss', reason, detail: { source: 'delivery', subject: erased!.id } }; // prettier-ignore
    expect(body.items).toContainEqual(expect.objectContaining(dismissal));
  }, 120_000);

  it('are tried one by one without a look at all others, and dismissed where somebody says so', async () => {
    const { id, mend } = await unmade();
    const [first, second] = await list();
    await world.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM delivery WHERE id = ? FOR UPDATE', [second!.subject]);
      const replay = world.admin.post(`/v1/sending/dead-letters/${first!.id}/replay`, { reason });
      const late = new Promise((resolve) => setTimeout(() => resolve('it waits'), 5000).unref());
      expect(await Promise.race([replay, late])).toMatchObject({ body: { replayed: 1 } });
    });
    const dismiss = (who: 'admin' | 'marketer') =>
      world[who].post(`/v1/sending/dead-letters/${second!.id}/dismiss`, { reason: 'left us' });
    expect((await dismiss('marketer')).status).toBe(403);
    expect((await dismiss('admin')).status).toBe(204);
    expect(await dismiss('admin')).toMatchObject({
      status: 404,
      body: { code: 'dead_letter.not_found' },
    });
    expect((await list()).map(({ subject }) => subject)).not.toContain(second!.subject);
    const { body } = await world.admin.get<{ items: object[] }>('/v1/sending/operations?limit=1');
    const detail = { source: 'delivery', subject: second!.subject };
    expect(body.items).toMatchObject([{ kind: 'dead_letters.dismiss', reason: 'left us', detail }]);
    await mend();
    await replayAll();
    await untilState(world, id, 'done');
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
