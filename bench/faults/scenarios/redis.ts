import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Fault } from '../fault.js';

/** Resumed by itself within this, ms. */
const soonMs = 60_000;

export const redisRestart: Fault = {
  name: 'redis-restart',
  promise:
    'Redis goes away and comes back: sending goes on within a minute, nothing lost, nothing twice.',
  async run(stage) {
    const run = await stage.launch();
    const worker = stage.work();
    await stage.untilSent(run, 0.2);
    await stage.host.redis.end('SIGKILL');
    await sleep(3000);
    await stage.host.redis.start();
    const began = performance.now();
    await stage.untilDone(run);
    // A second campaign must come through the same Redis, to the same worker.
    const next = await stage.launch();
    const resumed = await stage.untilMore(next);
    await stage.untilDone(next);
    run.campaigns.push(...next.campaigns);
    return stage.judge(
      run,
      {},
      {
        figures: { resumed_ms: resumed, done_ms: performance.now() - began },
        broken: [
          resumed > soonMs && `it went on after ${Math.round(resumed / 1000)} s`,
          worker.gone && 'the worker ended by itself',
        ],
      },
    );
  },
};

export const redisFlush: Fault = {
  name: 'redis-flush',
  promise:
    'Redis forgets everything, again and again: the ledger fills it anew, nothing lost, nothing twice.',
  async run(stage) {
    const times = Math.min(stage.scale.times, 5);
    const redis = new Redis(stage.host.settings.REDIS_URL!);
    try {
      const run = await stage.launch();
      await redis.flushall();
      stage.work();
      for (let n = 1; n <= times; n += 1) {
        await stage.untilSent(run, n / (times + 1));
        await redis.flushall();
      }
      const resumed = await stage.untilMore(run);
      await stage.untilDone(run);
      return await stage.judge(
        run,
        {},
        {
          figures: { times: times + 1, resumed_ms: resumed },
          broken: [resumed > soonMs && `it went on after ${Math.round(resumed / 1000)} s`],
        },
      );
    } finally {
      redis.disconnect();
    }
  },
};
