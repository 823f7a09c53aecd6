import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { ordinary, sendBatch, take, track } from './feeding.js';
import { connect } from './load.js';
import { quantile, rounded, type Bench } from './stack.js';

const waiting =
  '(SELECT COUNT(*) FROM (SELECT id FROM intake LIMIT 1) i) + (SELECT COUNT(*) FROM (SELECT id FROM recheck LIMIT 1) r)';

/** Resolves when everything that came in is stored and judged. */
export const untilQuiet = (bench: Bench, limit = 300): Promise<void> =>
  bench.until(async () => (await bench.number(`SELECT ${waiting}`)) === 0, limit);

/** So many events as fast as they are taken, until the last of their memberships is kept. */
export async function keptEvents(bench: Bench, count: number): Promise<number> {
  const events = ordinary(bench.contacts);
  const before = await bench.number('SELECT MAX(id) FROM event');
  const began = performance.now();
  let left = count;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      const size = Math.min(100, left);
      left -= size;
      await sendBatch(bench, take(events, size));
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  await untilQuiet(bench);
  const time = (performance.now() - began) / 1000;
  const stored = await bench.number('SELECT COUNT(*) FROM event WHERE id > ?', [before]);
  if (stored !== count) throw new Error(`${count} events were sent, ${stored} stored.`);
  return Math.round(count / time);
}

/**
 * At so many events a second, one in fifty of which makes somebody a member: milliseconds from the
 * answer until another connection sees the membership.
 */
export async function membershipLatency(
  bench: Bench,
  segmentId: string,
  event: string,
  { perSecond, forSeconds }: { perSecond: number; forSeconds: number },
): Promise<{ p50: number; p99: number; seen: number }> {
  // Until it is answered, a membership that is there already has taken no time.
  const expected = new Map<string, number>();
  const times: number[] = [];
  const watcher = await connect(process.env.DATABASE_URL!);
  let last = await bench.number('SELECT COALESCE(MAX(id), 0) FROM segment_signal');
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      const [rows] = await watcher.query<RowDataPacket[]>(
        'SELECT id, segment_id, contact_id FROM segment_signal WHERE id > ? ORDER BY id',
        [last],
      );
      const now = performance.now();
      for (const { id, segment_id: segment, contact_id: contact } of rows) {
        last = Number(id);
        const since = expected.get(String(contact));
        if (String(segment) !== segmentId || since === undefined) continue;
        times.push(Math.max(0, now - since));
        expected.delete(String(contact));
      }
      await sleep(3);
    }
  };
  const watching = watch();
  const events = ordinary(bench.contacts);
  let contact = 1;
  const tick = 20;
  const size = (perSecond * tick) / 1000;
  const sent: Promise<unknown>[] = [];
  const began = performance.now();
  for (let n = 0; n < (forSeconds * 1000) / tick; n += 1) {
    await sleep(Math.max(0, began + n * tick - performance.now()));
    const batch = take(events, size);
    const who = (contact += 7);
    if (n % 5 === 0) {
      batch[0] = track(who, event);
      expected.set(String(who), Infinity);
    }
    const done = sendBatch(bench, batch).then(() => {
      if (expected.has(String(who))) expected.set(String(who), performance.now());
    });
    sent.push(done);
  }
  await Promise.all(sent);
  await untilQuiet(bench);
  await sleep(200);
  over = true;
  await watching;
  await watcher.end();
  if (expected.size > 0) throw new Error(`${expected.size} memberships never came.`);
  const at = (share: number) => rounded(quantile(times, share));
  return { p50: at(0.5), p99: at(0.99), seen: times.length };
}
