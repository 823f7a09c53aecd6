import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ChangeRepository, topics } from '#libs/contacts';
import { SegmentService } from '#libs/segments';
import { processEnv } from '../support/env.js';
import { membersOf, replay, selectedBy, signalsOf } from '../support/kept-check.js';
import { until } from '../support/until.js';
import { addContacts, startWorld, type World } from '../support/world.js';

const people = 6000;

const speaks = (language: string) => ({
  kind: 'text',
  field: 'language',
  operator: 'is',
  value: language,
});
const fresh = { kind: 'date', field: 'createdAt', operator: 'within_last', value: { hours: 1 } };

describe('workers that are killed while they keep segments', () => {
  let world: World;
  let segments: SegmentService;
  const children: ChildProcess[] = [];
  const made: string[] = [];

  const work = (): ChildProcess => {
    const child = spawn(process.execPath, ['dist/apps/worker/src/main.js'], {
      stdio: 'ignore',
      env: processEnv(world.api.env),
    });
    children.push(child);
    return child;
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exited)[0];
  };
  const count = async (sql: string): Promise<number> => {
    const [row] = await world.database.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${sql}`);
    return Number(row!.n);
  };
  const waiting = () => count('recheck');
  const unkept = () => count("segment_keep WHERE state NOT IN ('kept', 'off')");
  /** Changes contacts as others do: with the note of it, in one transaction. */
  const change = (sql: string) =>
    world.database.transaction(async (transaction) => {
      await transaction.execute(sql);
      const changes = world.api.app.get(ChangeRepository);
      await changes.noteSelected(transaction, 'SELECT id FROM contact', [], topics.person);
    });
  const segment = async (name: string, where: object) => {
    const { id } = await segments.create({ name, description: '', rule: { version: 1, where } });
    made.push(id);
    return id;
  };
  const forgetRedis = async () => {
    const redis = new Redis(world.api.env.redisUrl);
    const keys = await redis.keys(`${world.api.env.queuePrefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
  };
  /** Nothing is left to be done; everybody is where the rules say, and signals lead there. */
  const expectExact = async () => {
    await until(async () => (await waiting()) + (await unkept()) === 0, 60);
    for (const id of made) {
      const expected = await selectedBy(world.database, segments, id, new Date());
      await until(
        async () =>
          JSON.stringify(await membersOf(world.database, id)) === JSON.stringify(expected),
        10,
      );
      expect(replay(await signalsOf(world.database, id))).toEqual(expected);
    }
  };

  beforeAll(async () => {
    world = await startWorld();
    segments = world.api.app.get(SegmentService);
    await addContacts(world, people);
    const thai = await segment('Thai', speaks('th'));
    await segment('Not Thai', { kind: 'segment', operator: 'not_in', segment: thai });
    await segment('Fresh', fresh);
  });

  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  afterAll(() => world.close());

  it('kill -9 in mid-building: whoever comes next goes on, and everybody entered once', async () => {
    for (let kills = 0; kills < 3; kills++) {
      const worker = work();
      await until(async () => (await unkept()) > 0 || (await count('segment_signal')) > 0, 30);
      await sleep(40 * kills);
      await end(worker, 'SIGKILL');
    }
    await forgetRedis();
    const last = work();
    await until(async () => (await count("segment_keep WHERE state = 'kept'")) === 3, 30);
    await expectExact();
    expect(await end(last, 'SIGTERM')).toBe(0);
  }, 120_000);

  it('kill -9 in mid-batch, by two workers: no signal is lost, none comes twice', async () => {
    for (const [kills, language] of ['de', 'th', 'fr', 'th'].entries()) {
      await change(`UPDATE contact SET language = '${language}' WHERE id % 3 = ${kills % 3}`);
      const before = await waiting();
      const [one, other] = [work(), work()];
      await until(async () => (await waiting()) < before, 30);
      await end(kills % 2 ? one : other, 'SIGKILL');
      if (kills === 2) await forgetRedis();
      await end(kills % 2 ? other : one, 'SIGKILL');
    }
    work();
    await expectExact();
  }, 120_000);

  it('kill -9 in a sweep by the clock alone: everybody leaves once', async () => {
    // They leave within the next seconds, some of them while nobody works.
    await change(
      `UPDATE contact SET created_at = NOW(3) - INTERVAL 1 HOUR + INTERVAL (8000 + id) * 1000 MICROSECOND`,
    );
    const first = work();
    const fresh = made[2]!;
    await until(async () => (await membersOf(world.database, fresh)).length > people / 2, 30);
    await until(async () => (await count("segment_signal WHERE cause = 'clock'")) > 500, 30);
    await end(first, 'SIGKILL');
    await forgetRedis();
    await sleep(1000);
    const second = work();
    const before = await count("segment_signal WHERE cause = 'clock'");
    await until(async () => (await count("segment_signal WHERE cause = 'clock'")) > before, 30);
    await end(second, 'SIGKILL');
    work();
    await until(async () => (await membersOf(world.database, fresh)).length === 0, 60);
    await expectExact();
    expect(await count("segment_signal WHERE cause = 'clock'")).toBeGreaterThan(people / 2);
  }, 120_000);

  it('rules that are edited while contacts change and workers die end up exact', async () => {
    const [thai = ''] = made;
    for (const [kills, language] of ['de', 'fr', 'th'].entries()) {
      const { version } = await segments.get(thai);
      await segments.update(thai, { rule: { version: 1, where: speaks(language) } }, version);
      const worker = work();
      await until(async () => (await unkept()) > 0, 30);
      await change(`UPDATE contact SET language = '${language}' WHERE id % 5 = ${kills}`);
      await sleep(30 * kills);
      await end(worker, 'SIGKILL');
    }
    work();
    work();
    await until(async () => {
      const [keep] = await world.database.query<{ version: number }>(
        'SELECT version FROM segment_keep WHERE segment_id = ?',
        [thai],
      );
      return keep!.version === 4;
    }, 60);
    await expectExact();
  }, 120_000);
});
