import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Fault } from '../fault.js';
import { lease, window } from '../stage.js';

/** How long a worker may take to end in order, ms (apps/worker/src/main.ts). */
const drainLimitMs = 30_000;
/** Shorter than the sweep that fills the queue again. */
const flushEveryMs = 250;

export const kill9: Fault = {
  name: 'kill-9',
  promise:
    'Workers that are killed lose nothing; no more comes twice than their windows held, and all of that is listed.',
  async run(stage) {
    const { times } = stage.scale;
    const run = await stage.launch();
    for (let n = 1; n <= times; n += 1) {
      const worker = stage.work();
      await stage.untilSent(run, n / (times + 1));
      worker.kill();
      await worker.exited;
    }
    stage.work();
    const resumed = await stage.untilMore(run);
    await stage.untilDone(run);
    const most = times * window;
    return stage.judge(
      run,
      { extra: most, listed: most },
      { figures: { times, resumed_ms: resumed } },
    );
  },
};

export const sigterm: Fault = {
  name: 'sigterm',
  promise:
    'Workers that are told to end do so in order and in time: nothing twice, nothing in doubt.',
  twin: 'SIGTERM in mid-campaign: nothing twice, nothing uncertain',
  async run(stage) {
    const { times } = stage.scale;
    const run = await stage.launch();
    const broken: string[] = [];
    let slowest = 0;
    for (let n = 1; n <= times; n += 1) {
      const worker = stage.work();
      await stage.untilSent(run, n / (times + 1));
      const began = performance.now();
      await worker.stop(drainLimitMs);
      slowest = Math.max(slowest, performance.now() - began);
      const how = await worker.exited;
      if (how !== 'code 0') broken.push(`a worker ended with ${how}`);
    }
    stage.work();
    await stage.untilDone(run);
    return stage.judge(run, {}, { figures: { times, slowest_end_ms: slowest }, broken });
  },
};

export const sigstop: Fault = {
  name: 'sigstop',
  promise:
    'A worker that stands still beyond its lease is fenced when it wakes up: no more than its window comes twice.',
  twin: 'a worker that stands still beyond its lease is fenced when it wakes up',
  async run(stage) {
    const run = await stage.launch();
    const frozen = stage.work();
    await stage.untilSent(run, 0.2);
    process.kill(frozen.pid, 'SIGSTOP');
    const other = stage.work();
    // What it had locked in mid-transaction is free once the server has ended that, after half a minute.
    await stage.untilSent(run, 0.6);
    await sleep((lease + 1) * 1000);
    process.kill(frozen.pid, 'SIGCONT');
    await stage.untilDone(run);
    return stage.judge(
      run,
      { extra: window, listed: window },
      {
        broken: [frozen, other].map(({ gone }) => gone && 'a worker ended by itself'),
      },
    );
  },
};

export const twoWorkers: Fault = {
  name: 'two-workers',
  promise:
    'Two workers with a scheduler each are given the same work again and again: every campaign starts once, everybody gets one.',
  async run(stage) {
    const run = await stage.launch(2);
    stage.work();
    stage.work();
    await stage.untilSent(run, 0.02);
    // Whenever the queue has forgotten who is at work, the other one is given the same share of a mailing.
    const redis = new Redis(stage.host.settings.REDIS_URL!);
    const most = 0.9 * 2 * stage.scale.people;
    for (; stage.sent(run) < most; await sleep(flushEveryMs)) await redis.flushall();
    redis.disconnect();
    await stage.untilDone(run);
    const started = await stage.ledger.number(
      'SELECT COUNT(*) FROM campaign_run WHERE campaign_id IN (?)',
      [run.campaigns],
    );
    return stage.judge(
      run,
      {},
      {
        figures: { started },
        broken: [started !== 2 && `${started} starts of two campaigns`],
      },
    );
  },
};
