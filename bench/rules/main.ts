import { Sink } from '../send/sink.js';
import { countShapes, estimate } from './counting.js';
import { describeSegment, fiftyRules, keepShapes, untilKept } from './keeping.js';
import { shapes } from './shapes.js';
import { openBench, rounded, timed, type Bench } from './stack.js';
import { keptEvents, membershipLatency, untilQuiet } from './streaming.js';
import { sweep } from './sweeping.js';
import { makeReachable, startTrigger, triggerLatency } from './triggering.js';

/*
 * Rules, kept segments, intake and triggers on the data set of dataset.ts: `npm run bench -- rules`, or
 * `-- rules 100000` for so many contacts. Figures as JSON last. BENCH_PARTS names parts to run alone.
 */

const parts = process.env.BENCH_PARTS?.split(',');
const wanted = (part: string): boolean => parts?.includes(part) ?? true;

/** Scores are given to everybody once, in the background; afterwards events keep them. */
async function declareScores(bench: Bench): Promise<number> {
  const { api } = bench;
  const time = await timed(async () => {
    await api.post('/v1/metrics', {
      name: 'rfm',
      kind: 'rfm',
      event: 'purchased',
      currency: 'THB',
      periodDays: 365,
      labelEn: 'RFM score',
      labelTh: 'คะแนน RFM',
    });
    const scored = async () => {
      const { items } = await api.get<{ items: { scoredAt: string | null }[] }>('/v1/metrics');
      return items.every(({ scoredAt }) => scoredAt !== null);
    };
    await bench.until(scored, 1800);
  });
  return rounded(time / 1000);
}

async function count(bench: Bench, figures: Record<string, unknown>): Promise<void> {
  figures.rfm_scored_s = await declareScores(bench);
  await untilQuiet(bench, 600);
  const names = Object.keys(shapes);
  const counted = await countShapes(bench, names);
  const kept = wanted('keep') ? await keepShapes(bench, names) : {};
  for (const name of names) figures[name] = { ...counted[name], ...kept[name] };
  const { p50, p95 } = await estimate(bench);
  Object.assign(figures, { estimate_p50_ms: p50, estimate_p95_ms: p95 });
}

async function stream(bench: Bench, figures: Record<string, unknown>): Promise<void> {
  const did = { kind: 'event', event: 'bench joined', operator: 'at_least', times: 1 };
  await bench.db.query(
    "INSERT IGNORE INTO event_name (name, created_at) VALUES ('bench joined', NOW(3))",
  );
  for (const where of fiftyRules().slice(1)) await describeSegment(bench, where);
  const joined = await describeSegment(bench, did);
  figures.fifty_kept_s = rounded((await timed(() => untilKept(bench, 1200))) / 1000);
  const rates: number[] = [];
  for (let round = 0; round < 3; round += 1) rates.push(await keptEvents(bench, 30_000));
  figures.kept_events_per_s = rates.sort((a, b) => a - b)[1];
  const load = { perSecond: 1000, forSeconds: 20 };
  const { p50, p99, seen } = await membershipLatency(bench, joined, 'bench joined', load);
  Object.assign(figures, {
    membership_p50_ms: p50,
    membership_p99_ms: p99,
    memberships_seen: seen,
  });
}

async function trigger(bench: Bench, figures: Record<string, unknown>): Promise<void> {
  await bench.db.query(
    "INSERT IGNORE INTO event_name (name, created_at) VALUES ('bench trigger', NOW(3))",
  );
  const sink = await Sink.start();
  await makeReachable(bench, 8000);
  await startTrigger(bench);
  await triggerLatency(bench, { perSecond: 10, count: 30, from: 1 });
  const idle = await triggerLatency(bench, { perSecond: 10, count: 200, from: 1001 });
  const load = await triggerLatency(bench, { perSecond: 500, count: 5000, from: 2001 });
  figures.trigger_idle_p50_ms = idle.p50;
  figures.trigger_idle_p99_ms = idle.p99;
  figures.trigger_load_p50_ms = load.p50;
  figures.trigger_load_p99_ms = load.p99;
  sink.stop();
}

async function main(): Promise<void> {
  const bench = await openBench();
  const figures: Record<string, unknown> = {
    contacts: bench.contacts,
    events: await bench.number('SELECT events FROM bench_dataset'),
  };
  if (wanted('count')) await count(bench, figures);
  if (wanted('trigger')) await trigger(bench, figures);
  if (wanted('sweep')) figures.sweep_per_s = await sweep(bench, Math.min(100_000, bench.contacts));
  if (wanted('stream')) await stream(bench, figures);
  await bench.db.end();
  console.log(JSON.stringify(figures, null, 2));
}

await main();
