import { until } from '../support/until.js';
import { sesKey, SesServer } from '../support/transports/ses-server.js';
import { end, killWorkers, spawnWorker } from '../support/worker-process.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
} from '../support/world.js';

const people = 200;

describe('a worker that sends by the API of SES and is killed', () => {
  afterEach(killWorkers);

  it('between request and answer: nothing is lost, and what may come twice is listed', async () => {
    const ses = await SesServer.start();
    const world = await startWorld({ mailTransport: 'ses', ses: { ...sesKey, endpoint: ses.url } });
    await addContacts(world, people);
    const id = await draftCampaign(world);
    await launch(world, id);
    const window = world.api.env.sendConnections;
    // From then on it takes every message and answers none.
    ses.fault = () => (ses.taken.length >= people / 2 ? { do: 'hang-after' } : undefined);
    const worker = spawnWorker(world.api.env);
    await until(() => ses.taken.length >= people / 2 + window, 60);
    await end(worker, 'SIGKILL');
    const before = ses.taken.length;
    expect(before).toBe(people / 2 + window);
    ses.fault = () => undefined;
    const next = spawnWorker(world.api.env);
    await untilState(world, id, 'done', 60);
    expect(await end(next, 'SIGTERM')).toBe(0);
    const copies = new Map<string, number>();
    for (const { to } of ses.taken) copies.set(to[0]!, (copies.get(to[0]!) ?? 0) + 1);
    expect(copies.size).toBe(people);
    const twice = [...copies].filter(([, n]) => n > 1).map(([to]) => to);
    const listed = await world.database.query<{ email: string }>(
      `SELECT c.email FROM delivery d JOIN contact c ON c.id = d.contact_id
       WHERE d.campaign_id = ? AND d.uncertain_at IS NOT NULL`,
      [id],
    );
    expect(listed.map(({ email }) => email).sort()).toEqual(twice.sort());
    expect(listed).toHaveLength(window);
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
    await world.close();
    ses.stop();
  }, 120_000);
});
