import { setTimeout as sleep } from 'node:timers/promises';
import { describeSegment, untilKept } from './keeping.js';
import type { Bench } from './stack.js';

const DAY = 86_400_000;
const event = 'swept';

/** Writes an event of the same instant for each of the first contacts, as the event store would. */
async function layEvents(bench: Bench, count: number, at: string): Promise<void> {
  const { db } = bench;
  await db.query('INSERT IGNORE INTO event_name (name, created_at) VALUES (?, NOW(3))', [event]);
  const nameId = await bench.number('SELECT id FROM event_name WHERE name = ?', [event]);
  await db.query(
    `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash)
     SELECT id, ?, ?, NOW(3), UNHEX(MD5(CONCAT('swept', id))) FROM contact WHERE id <= ?`,
    [nameId, at, count],
  );
  await db.query(
    `INSERT INTO contact_event (contact_id, name_id, currency, times, total, first_at, last_at)
     SELECT id, ?, '', 1, 0, ?, ? FROM contact WHERE id <= ?`,
    [nameId, at, at, count],
  );
}

/**
 * So many contacts leave a segment at the same instant because thirty days are over: how many of these
 * memberships change a second, from that instant to the last.
 */
export async function sweep(bench: Bench, count: number): Promise<number> {
  const aheadMs = 45_000;
  const happened = new Date(Math.ceil((Date.now() + aheadMs) / 1000) * 1000 - 30 * DAY);
  await layEvents(bench, count, happened.toISOString().slice(0, 23).replace('T', ' '));
  const segmentId = await describeSegment(
    bench,
    {
      kind: 'event',
      event,
      operator: 'at_least',
      times: 1,
      window: { kind: 'last', span: { days: 30 } },
    },
    'swept',
  );
  await untilKept(bench);
  const members = () =>
    bench.number('SELECT COUNT(*) FROM segment_member WHERE segment_id = ?', [segmentId]);
  if ((await members()) !== count) throw new Error(`${await members()} members, not ${count}.`);
  const due = happened.getTime() + 30 * DAY + 1;
  if (Date.now() >= due) throw new Error('The segment was kept too late to be swept.');
  await sleep(due - Date.now());
  const began = performance.now();
  // Counting costs what is measured: it is done a few times a second.
  while ((await members()) > 0) await sleep(200);
  return Math.round(count / ((performance.now() - began) / 1000));
}
