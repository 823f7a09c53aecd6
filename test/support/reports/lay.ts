import type { DataSource } from 'typeorm';
import type { World } from './world.js';

/** Contacts of different worlds have nothing to do with one another. */
let people = 0;

/** Lays the world's rows into the database. @returns the campaign's id */
export async function lay(source: DataSource, world: World): Promise<string> {
  const write = async (sql: string, parameters: unknown[]): Promise<number> => {
    const { insertId } = await source.query<{ insertId: string | number }>(sql, parameters);
    return Number(insertId);
  };
  const first = world.instants[0] ?? null;
  const definition = JSON.stringify({ goal: world.goal, holdoutShare: 0.1 });
  // The draft has moved on since: only what was approved counts.
  const draft = first === null ? definition : JSON.stringify({ goal: null });
  const campaign = await write(
    `INSERT INTO campaign (name, channel, state, definition, salt, started_at, created_at, updated_at)
     VALUES ('world', 'email', ?, ?, '', ?, NOW(3), NOW(3))`,
    [first === null ? 'draft' : 'running', draft, first],
  );
  const version = await write(
    `INSERT INTO campaign_version (campaign_id, version, definition, rule, mailing_id, approved_at)
     VALUES (?, 1, ?, '{}', 1, NOW(3))`,
    [campaign, definition],
  );
  for (const [occurrence, instant] of world.instants.entries())
    await write(
      `INSERT INTO campaign_run
         (campaign_id, occurrence, version_id, mailing_id, instant, last_contact)
       VALUES (?, ?, ?, 1, ?, 0)`,
      [campaign, occurrence, version, instant],
    );
  const base = people;
  people += 1000;
  if (world.deliveries.length > 0) await layDeliveries(source, world, campaign, base);
  await layEvents(source, world, base);
  return String(campaign);
}

async function layDeliveries(
  source: DataSource,
  world: World,
  campaign: number,
  base: number,
): Promise<void> {
  const now = new Date('2026-11-03T00:00:00Z');
  await source.query(
    `INSERT INTO delivery (campaign_id, occurrence, contact_id, mailing_id, channel, purpose, arm,
       state, reason, due_at, planned_at, finished_at, uncertain_at) VALUES ?`,
    [
      world.deliveries.map((row) => [
        campaign,
        row.occurrence,
        base + row.contact,
        1,
        'email',
        'marketing',
        row.arm,
        row.state,
        row.reason,
        now,
        now,
        row.finishedAt,
        row.wasUncertain ? now : null,
      ]),
    ],
  );
  const ids = await source.query<{ id: string; key: string }[]>(
    `SELECT id, CONCAT(occurrence, '/', contact_id) AS \`key\` FROM delivery WHERE campaign_id = ?`,
    [campaign],
  );
  const idOf = new Map(ids.map(({ id, key }) => [key, id]));
  const responses = world.deliveries.flatMap((row) =>
    row.responses.map(({ kind, actor, at }) => {
      const contact = base + row.contact;
      return [idOf.get(`${row.occurrence}/${contact}`), campaign, contact, kind, actor, 'test', at];
    }),
  );
  if (responses.length === 0) return;
  await source.query(
    `INSERT INTO response
       (delivery_id, campaign_id, contact_id, kind, actor, actor_reason, occurred_at) VALUES ?`,
    [responses],
  );
}

async function layEvents(source: DataSource, world: World, base: number): Promise<void> {
  const names = new Map<string, string>();
  for (const name of new Set(world.events.map((event) => event.name))) {
    await source.query('INSERT IGNORE INTO event_name (name, created_at) VALUES (?, NOW(3))', [
      name,
    ]);
    const [row] = await source.query<{ id: string }[]>('SELECT id FROM event_name WHERE name = ?', [
      name,
    ]);
    names.set(name, row!.id);
  }
  if (world.events.length === 0) return;
  await source.query(
    `INSERT INTO event
       (contact_id, name_id, occurred_at, received_at, client_hash, value, currency) VALUES ?`,
    [
      world.events.map(({ contact, name, at, units, currency }, i) => [
        base + contact,
        names.get(name),
        at,
        // They arrive late, long after the window: what counts is when they happened.
        new Date(at.getTime() + 90 * 86_400_000),
        Buffer.from(`${base}/${i}`.padEnd(16)),
        units === null ? null : decimal(units),
        currency,
      ]),
    ],
  );
}

/** 12345n → `1.2345`. */
export function decimal(units: bigint): string {
  const text = String(units < 0n ? -units : units).padStart(5, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -4)}.${text.slice(-4)}`;
}
