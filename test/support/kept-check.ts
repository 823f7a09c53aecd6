import type { Database } from '#libs/platform';
import type { SegmentService } from '#libs/segments';

const served = `SELECT m.contact_id AS id FROM segment_member m
  JOIN segment_keep k ON k.segment_id = m.segment_id AND k.generation = m.generation
  WHERE m.segment_id = ? ORDER BY m.contact_id`;

/** Who is in, in order of id. */
export async function membersOf(database: Database, segmentId: string): Promise<string[]> {
  return (await database.query<{ id: string }>(served, [segmentId])).map(({ id }) => id);
}

/** `entered 12 change`, in their order. */
export async function signalsOf(database: Database, segmentId: string): Promise<string[]> {
  const rows = await database.query<{ kind: string; contact: string; cause: string }>(
    `SELECT kind, contact_id AS contact, cause FROM segment_signal WHERE segment_id = ? ORDER BY id`,
    [segmentId],
  );
  return rows.map(({ kind, contact, cause }) => `${kind} ${contact} ${cause}`);
}

/** Whom the compiled rule selects at an instant. */
export async function selectedBy(
  database: Database,
  segments: SegmentService,
  segmentId: string,
  now: Date,
): Promise<string[]> {
  const { sql, parameters } = await segments.compileSegment(segmentId, now);
  const rows = await database.query<{ id: string }>(
    `SELECT m.id FROM (${sql}) m ORDER BY m.id`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

/**
 * Who is in after these signals.
 * @throws Error when somebody enters twice, or leaves without having been in
 */
export function replay(signals: readonly string[]): string[] {
  const inside = new Set<string>();
  for (const signal of signals) {
    const [kind, contact = ''] = signal.split(' ');
    if (inside.has(contact) === (kind === 'entered')) throw new Error(`Out of turn: ${signal}`);
    if (kind === 'entered') inside.add(contact);
    else inside.delete(contact);
  }
  return [...inside].sort((a, b) => Number(a) - Number(b));
}
