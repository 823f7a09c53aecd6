import { until } from '../support/until.js';
import {
  addContacts,
  draftCampaign,
  launch,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

/** Whoever was sent something within the last 30 days. */
const wasSent = {
  kind: 'message',
  operator: 'did',
  what: 'sent',
  campaign: null,
  channel: null,
  window: { kind: 'last', span: { days: 30 } },
  link: null,
  machines: false,
};

describe('a segment of those who were sent something', () => {
  const people = 60;
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, people);
    await world.work();
  });
  afterAll(() => world.close());

  const members = async (segmentId: string) => {
    const [row] = await world.database.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM segment_member m JOIN segment_keep k
         ON k.segment_id = m.segment_id AND k.generation = m.generation
       WHERE m.segment_id = ? AND k.state = 'kept'`,
      [segmentId],
    );
    return Number(row!.n);
  };

  it('misses nobody, though it is described while they are being sent to', async () => {
    world.mail.faults.add({ fault: { do: 'delay', milliseconds: 150 } });
    const id = await draftCampaign(world);
    await launch(world, id);
    await until(() => world.caught.count(id).email > 10);
    const { body, status } = await world.marketer.post<{ id: string }>('/v1/segments', {
      name: 'Sent to',
      rule: { version: 1, where: wasSent },
    });
    expect(status).toBe(201);
    await until(async () => (await members(body.id)) > 0);
    world.mail.faults.clear();
    await untilState(world, id, 'done');
    await until(async () => (await members(body.id)) === people);
  }, 60_000);
});
