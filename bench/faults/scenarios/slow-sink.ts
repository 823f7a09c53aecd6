import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { window, type Run, type Stage } from '../stage.js';

/** Of a reply to the final dot; at its best it takes less than ten. */
const slowMs = 500;
/** What a process may grow by while it waits. */
const mostGrowthMb = 64;

interface Load {
  /** The most of it, MB. */
  memory: number;
  /** Of an API call, ms. */
  p95: number;
  /** The most messages between intent and outcome. */
  sending: number;
}

/** Resident memory (proc_pid_status(5)), MB. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** Looks on for a while, as the marketers do who watch the campaign. */
async function watch(stage: Stage, run: Run, pid: number, until: () => boolean): Promise<Load> {
  const load = { memory: 0, sending: 0 };
  const times: number[] = [];
  while (!until()) {
    const began = performance.now();
    await stage.shop.progress(run.campaigns[0]!);
    times.push(performance.now() - began);
    load.memory = Math.max(load.memory, await memoryOf(pid));
    load.sending = Math.max(load.sending, await stage.ledger.inState(run.campaigns, ['sending']));
    await sleep(50);
  }
  times.sort((a, b) => a - b);
  return { ...load, p95: times[Math.floor(times.length * 0.95)] ?? 0 };
}

export const slowSink: Fault = {
  name: 'slow-sink',
  promise:
    'A mail server fifty times slower than before: memory stays bounded, the API stays as quick, nothing is in doubt.',
  async run(stage) {
    const { mail, scale } = stage;
    const run = await stage.launch();
    const worker = stage.work();
    await stage.untilSent(run, 0.01);
    const fast = await watch(stage, run, worker.pid, () => stage.sent(run) > 0.4 * scale.people);
    mail.delayMs = slowMs;
    const end = performance.now() + scale.seconds * 1000;
    const slow = await watch(stage, run, worker.pid, () => performance.now() > end);
    mail.delayMs = 0;
    await stage.untilDone(run);
    const growth = slow.memory - fast.memory;
    return stage.judge(
      run,
      {},
      {
        figures: {
          fast_mb: fast.memory,
          slow_mb: slow.memory,
          fast_p95_ms: fast.p95,
          slow_p95_ms: slow.p95,
          most_sending: slow.sending,
        },
        broken: [
          growth > mostGrowthMb && `the worker grew by ${Math.round(growth)} MB`,
          slow.sending > window && `${slow.sending} between intent and outcome`,
          slow.p95 > 2 * fast.p95 + 20 && `the API took ${Math.round(slow.p95)} ms`,
        ],
      },
    );
  },
};
