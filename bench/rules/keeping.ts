import type { JsonObject } from '#libs/kernel';
import { eventNames } from './population.js';
import { shapes } from './shapes.js';
import { seconds, type Bench } from './stack.js';

let made = 0;

/** Describes a segment over the API. @returns its id */
export async function describeSegment(
  { api }: Bench,
  where: JsonObject,
  name = 'bench',
): Promise<string> {
  const rule = { version: 1, where };
  const { id } = await api.post<{ id: string }>('/v1/segments', {
    name: `${name} ${(made += 1)}`,
    rule,
  });
  return id;
}

/** Waits until every segment is kept as it is described. */
export function untilKept(bench: Bench, limit = 600): Promise<void> {
  const open = `SELECT COUNT(*) FROM segment s LEFT JOIN segment_keep k ON k.segment_id = s.id
    WHERE s.archived_at IS NULL AND (k.segment_id IS NULL OR k.state <> 'kept' OR k.version <> s.version)`;
  return bench.until(async () => (await bench.number(open)) === 0, limit);
}

/** Waits until an archived segment has let everybody go, and far reminders are written. */
const untilIdle = (bench: Bench, id: string): Promise<void> =>
  bench.until(async () => {
    const left = `SELECT (SELECT COUNT(*) FROM segment_keep WHERE segment_id = ? AND state <> 'off')
      + EXISTS (SELECT 1 FROM segment_member WHERE segment_id = ?)
      + EXISTS (SELECT 1 FROM segment_reminding)`;
    return (await bench.number(left, [id, id])) === 0;
  }, 300);

/**
 * The shapes as kept segments, one after the other: from the answer that the segment is described until
 * its members are kept (`keep_s`: found, written, changes of meanwhile settled), and until they serve
 * (`serves_s`: everybody who entered is signalled, and the switch is made).
 */
export async function keepShapes(
  bench: Bench,
  names: readonly string[],
): Promise<Record<string, { keep_s: number; serves_s: number; members: number }>> {
  const kept: Record<string, { keep_s: number; serves_s: number; members: number }> = {};
  for (const name of names) {
    const id = await describeSegment(bench, shapes[name]!.where, name);
    const found = `SELECT COUNT(*) FROM segment_keep WHERE segment_id = ? AND state IN ('switching', 'kept')`;
    const began = performance.now();
    await bench.until(async () => (await bench.number(found, [id])) === 1, 600);
    const written = performance.now() - began;
    await untilKept(bench);
    const time = performance.now() - began;
    const members = await bench.number(
      `SELECT COUNT(*) FROM segment_member m JOIN segment_keep k
         ON k.segment_id = m.segment_id AND k.generation = m.generation WHERE m.segment_id = ?`,
      [id],
    );
    kept[name] = { keep_s: seconds(written), serves_s: seconds(time), members };
    console.log(
      `  ${name} kept: ${members} members in ${seconds(written)}, serve in ${seconds(time)} s`,
    );
    await bench.api.post(`/v1/segments/${id}/archive`);
    await untilIdle(bench, id);
  }
  return kept;
}

/** Fifty rules that depend on events: counts in windows, sums, first and last, sequences, combined. */
export function fiftyRules(): JsonObject[] {
  const rules: JsonObject[] = [];
  for (const [index, event] of eventNames.entries()) {
    const window = { kind: 'last', span: { days: [7, 14, 30, 60, 90][index % 5]! } };
    const did = (operator: string, times: number): JsonObject => ({
      kind: 'event',
      event,
      operator,
      times,
      window,
    });
    rules.push(did('at_least', 1), did('at_least', 3));
    rules.push({ kind: 'event', event, operator: 'at_least', times: 10 });
    rules.push({
      kind: 'all',
      of: [did('at_least', 1), { ...did('exactly', 0), event: 'purchased' }],
    });
    rules.push(
      index % 2
        ? {
            kind: 'aggregate',
            event: 'purchased',
            of: 'sum',
            field: 'value',
            window: { kind: 'last', span: { days: 20 + index } },
            operator: 'at_least',
            value: 500 + 100 * index,
          }
        : {
            kind: 'all',
            of: [
              { kind: 'text', field: 'country', operator: 'is', value: 'TH' },
              did('at_least', 2),
            ],
          },
    );
  }
  return rules;
}
