import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pacer, SlowDowns, type Urgency } from '#libs/messaging';
import { Log, REDIS } from '#libs/platform';
import { VirtualClock } from '../support/clock.js';
import { testEnv } from '../support/env.js';
import { LedgerWorld } from '../support/ledger-world.js';

describe('the pace', () => {
  let world: LedgerWorld;
  let redis: Redis;
  let names = 0;
  const env = () => ({ ...testEnv(world.servers), queuePrefix: `pace-${process.pid}` });
  const pacer = () => new Pacer(redis, env(), world.app.get(Log));
  /** A limit that nobody has used yet. */
  const rule = (capacity: number, windowMs = 1000) => ({
    name: `test-${++names}`,
    windowMs,
    capacity,
    horizonMs: 60_000,
  });
  const granted = (waits: readonly number[]) => waits.filter((ms) => ms === 0).length;
  const ask = (
    one: Pacer,
    rules: ReturnType<typeof rule>[],
    times: number,
    urgency: Urgency = 'now',
  ) => Promise.all(Array.from({ length: times }, () => one.take(rules, urgency)));

  beforeAll(async () => {
    world = await LedgerWorld.open();
    redis = world.app.get<Redis>(REDIS);
  });
  afterAll(() => world.close());

  it('lets no more through in any stretch of the window, whoever asks, and lets them all through', async () => {
    const limit = [rule(10, 500)];
    const went: number[] = [];
    const goes = async (one: Pacer): Promise<void> => {
      for (let wait = await one.take(limit, 'now'); wait > 0; wait = await one.take(limit, 'now'))
        await sleep(wait);
      went.push(performance.now());
    };
    const both = [pacer(), pacer()];
    await Promise.all(Array.from({ length: 40 }, (_, n) => goes(both[n % 2]!)));
    expect(went).toHaveLength(40);
    went.sort((a, b) => a - b);
    // The answers travel: what Redis granted 500 ms apart may come in a little closer.
    for (let n = 10; n < went.length; n++) expect(went[n]! - went[n - 10]!).toBeGreaterThan(480);
    expect(went.at(-1)! - went[0]!).toBeLessThan(4000);
  });

  it('leaves something to those who cannot wait', async () => {
    const limit = [rule(10, 60_000)];
    expect(granted(await ask(pacer(), limit, 20, 'bulk'))).toBe(8);
    expect(granted(await ask(pacer(), limit, 20, 'soon'))).toBe(1);
    expect(granted(await ask(pacer(), limit, 20, 'now'))).toBe(1);
    const single = [rule(1, 60_000)];
    expect(granted(await ask(pacer(), single, 5, 'bulk'))).toBe(1);
  });

  it('gives those who wait places at the limit’s pace, and no urgent one behind the others', async () => {
    const limit = [rule(10)];
    const bulk = (await ask(pacer(), limit, 208, 'bulk')).filter((ms) => ms > 0);
    expect(bulk).toHaveLength(200);
    for (let n = 1; n < bulk.length; n++) {
      expect(bulk[n]! - bulk[n - 1]!).toBeGreaterThanOrEqual(124);
      expect(bulk[n]! - bulk[n - 1]!).toBeLessThanOrEqual(126);
    }
    const later = (await ask(pacer(), limit, 1, 'bulk'))[0]!;
    expect(later).toBeGreaterThan(bulk.at(-1)!);
    const urgent = (await ask(pacer(), limit, 3, 'now')).filter((ms) => ms > 0);
    for (const ms of urgent) expect(ms).toBeLessThan(1400);
  });

  it('gives places out anew once nobody comes for them', async () => {
    const limit = [rule(5, 200)];
    const places = await ask(pacer(), limit, 1000, 'bulk');
    expect(Math.max(...places)).toBeGreaterThan(30_000);
    await sleep(450);
    const anew = await ask(pacer(), limit, 100, 'bulk');
    expect(granted(anew)).toBe(4);
    expect(Math.max(...anew)).toBeLessThan(6000);
  });

  it('tells nobody a time beyond the horizon of the limit that holds them back', async () => {
    const near = { ...rule(1, 1000), horizonMs: 2000 };
    const far = { ...rule(1, 60_000), horizonMs: 50_000 };
    expect(Math.max(...(await ask(pacer(), [near], 100)))).toBe(2000);
    expect(Math.max(...(await ask(pacer(), [near, far], 100)))).toBe(50_000);
  });

  it('counts a message by all its limits or by none', async () => {
    const [tight, wide] = [rule(1, 60_000), rule(100, 60_000)];
    expect(granted(await ask(pacer(), [tight, wide], 5))).toBe(1);
    expect(granted(await ask(pacer(), [wide], 200))).toBe(99);
  });

  it('loses time with Redis and nothing else', async () => {
    const limit = [rule(2, 60_000)];
    await ask(pacer(), limit, 5);
    await redis.flushall();
    expect(granted(await ask(pacer(), limit, 5))).toBe(2);
    const gone = redis.duplicate({ maxRetriesPerRequest: 0, retryStrategy: () => null });
    gone.on('error', () => undefined);
    gone.disconnect();
    const waits = await ask(new Pacer(gone, env(), world.app.get(Log)), limit, 2);
    expect(waits).toEqual([1000, 1000]);
  });
});

describe('a domain that has had too much', () => {
  let world: LedgerWorld;
  const clock = new VirtualClock();
  const slowDowns = () =>
    new SlowDowns(
      world.app.get(REDIS),
      clock,
      { ...testEnv(world.servers), queuePrefix: `slow-${process.pid}` },
      world.app.get(Log),
    );

  beforeAll(async () => {
    world = await LedgerWorld.open();
  });
  afterAll(() => world.close());

  it('gets half of what it got, half again, and more by and by; everybody knows', async () => {
    const [one, other] = [slowDowns(), slowDowns()];
    for (let n = 0; n < 400; n++) one.sent('busy.test');
    expect(one.ruleOf('busy.test')).toBeNull();
    // One in four hundred is about a mailbox.
    await one.refused('busy.test');
    expect(one.ruleOf('busy.test')).toBeNull();
    // What was under way when it was slowed down says nothing new.
    for (let n = 0; n < 150; n++) await one.refused('busy.test');
    expect(one.ruleOf('busy.test')).toEqual({
      name: 'slow:busy.test',
      horizonMs: 60_000,
      windowMs: 1000,
      capacity: 20,
    });
    expect(await other.all()).toEqual([{ domain: 'busy.test', perSecond: 20 }]);
    expect(other.ruleOf('idle.test')).toBeNull();
    clock.advance({ seconds: 3 });
    await other.refused('busy.test');
    expect((await one.all())[0]!.perSecond).toBeCloseTo(12.3, 1);
    clock.advance({ seconds: 10 });
    expect(one.ruleOf('busy.test')).toMatchObject({ capacity: 24 });
    clock.advance({ seconds: 20 });
    expect(one.ruleOf('busy.test')).toBeNull();
    expect(await one.all()).toEqual([]);
  });

  it('gets something still after many refusals', async () => {
    const one = slowDowns();
    for (let n = 0; n < 30; n++) {
      await one.refused('never.test');
      clock.advance({ seconds: 3 });
    }
    expect(one.ruleOf('never.test')).toMatchObject({ windowMs: 1000, capacity: 1 });
  });
});
