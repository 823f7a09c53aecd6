import { GuardRepository, TallyRepository } from '#libs/messaging';
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

/** More than two chunks of a thousand. */
const people = 2500;
const reason = 'the relay was mended';

describe('guards and what people do at the same time', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
  });
  afterEach(() => world.mail.faults.clear());
  afterAll(() => world.close());

  /** A campaign that is planned and runs; nobody works. */
  async function standing(): Promise<{ id: string; mailingId: string }> {
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 2000 } });
    const worker = await world.work();
    const id = await draftCampaign(world);
    await launch(world, id);
    await until(async () => {
      const planned = 'SELECT 1 FROM campaign_run WHERE campaign_id = ? AND planned_at IS NOT NULL';
      return (await world.database.query(planned, [id])).length > 0;
    });
    await worker.stop();
    world.mail.faults.clear();
    const [row] = await world.database.query<{ mailingId: string }>(
      'SELECT id AS mailingId FROM mailing WHERE campaign_id = ?',
      [id],
    );
    return { id, mailingId: row!.mailingId };
  }

  const counts = async (id: string) => (await progressOf(world, id)).counts;

  it('an alarm that is followed late closes the gate that somebody opened meanwhile', async () => {
    const { id, mailingId } = await standing();
    const { app } = world.api;
    await world.database.transaction((sql) =>
      app
        .get(TallyRepository, { strict: false })
        .add(sql, new Map([[mailingId, { attempted: 1000, bounced: 500 }]])),
    );
    await app.get(GuardRepository, { strict: false }).judge([mailingId]);
    expect((await world.marketer.post(`/v1/campaigns/${id}/pause`, {})).status).toBe(200);
    expect((await world.marketer.post(`/v1/campaigns/${id}/resume`, {})).status).toBe(200);
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 300 } });
    const worker = await world.work();
    await untilState(world, id, 'paused');
    const gate = await world.database.query('SELECT open FROM mailing WHERE id = ?', [mailingId]);
    expect(gate).toEqual([{ open: 0 }]);
    await until(async () => !('sending' in (await counts(id))));
    const gone = (await counts(id)).accepted;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await counts(id)).accepted).toBe(gone);
    await world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
    await worker.stop();
  }, 60_000);

  it('a cancellation ends a resend that is under way, and what it has not reached stays failed', async () => {
    const { id, mailingId } = await standing();
    await world.database.execute(
      `UPDATE delivery SET state = 'failed', reason = 'expired', finished_at = NOW(3)
       WHERE mailing_id = ?`,
      [mailingId],
    );
    const deferred = async () => (await counts(id)).deferred ?? 0;
    const [stuck] = await world.database.query<{ id: string }>(
      'SELECT id FROM delivery WHERE mailing_id = ? ORDER BY id LIMIT 1 OFFSET 1500',
      [mailingId],
    );
    // A row of the second thousand is held while somebody cancels.
    const { resent, cancelled } = await world.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM delivery WHERE id = ? FOR UPDATE', [stuck!.id]);
      const asked = world.marketer.post(`/v1/campaigns/${id}/resend`, { kinds: ['expired'], reason }); // prettier-ignore
      await until(async () => (await deferred()) === 1000);
      const cancel = world.marketer.post(`/v1/campaigns/${id}/cancel`, {});
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { resent: asked, cancelled: cancel };
    });
    expect((await cancelled).status).toBe(200);
    expect((await resent).body).toEqual({ resent: 2000 });
    expect((await counts(id)).failed).toBe(people - 2000);
    const worker = await world.work();
    await until(async () => (await progressOf(world, id)).open === 0);
    const after = await counts(id);
    expect(after).not.toHaveProperty('deferred');
    expect(after.failed).toBe(people - 2000);
    await worker.stop();
  }, 60_000);
});
