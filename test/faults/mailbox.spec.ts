import { ScriptedImap } from '../support/imap/scripted-imap.js';
import { fixturesOf } from '../support/inbound.js';
import { until } from '../support/until.js';
import { end, killWorkers, spawnWorker } from '../support/worker-process.js';
import { addContacts, draftCampaign, launch, startWorld, untilState } from '../support/world.js';

const people = 10;

describe('a worker that reads a mailbox and is killed', () => {
  afterEach(killWorkers);

  it('between the commit and the mark: the mail is taken in again, and is one', async () => {
    const server = await ScriptedImap.start();
    const world = await startWorld();
    await addContacts(world, people);
    const sender = await world.work();
    const campaign = await draftCampaign(world);
    await launch(world, campaign);
    await untilState(world, campaign, 'done');
    await sender.stop();
    const rows = await world.database.query<{ id: string }>('SELECT id FROM delivery ORDER BY id');
    for (const { id } of rows) await server.deliver(await fixturesOf(world)('reply-thai', id));

    const env = { ...world.api.env, inboundImapUrl: server.url };
    for (const marked of [2, 4, 6]) {
      const worker = spawnWorker(env);
      let marks = 0;
      const killed = new Promise<void>((resolve) => {
        server.onCommand = (command) => {
          // Taken in, and about to be marked: the mark never gets there.
          if (!command.startsWith('UID STORE') || (marks += 1) < 3) return;
          server.onCommand = () => undefined;
          server.cut();
          void end(worker, 'SIGKILL').then(() => resolve());
        };
      });
      await killed;
      expect((await server.counts()).seen).toBe(marked);
    }
    const last = spawnWorker(env);
    await until(async () => (await server.counts()).unseen === 0, 60);
    expect(await end(last, 'SIGTERM')).toBe(0);
    const replies = await world.database.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM reply GROUP BY delivery_id',
    );
    expect(replies.map(({ n }) => Number(n))).toEqual(Array(people).fill(1));
    await world.close();
    await server.stop();
  }, 120_000);
});
