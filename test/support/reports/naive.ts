import { DateTime } from 'luxon';
import { decimal } from './lay.js';
import type { DeliveryRow, EventRow, ResponseRow, World } from './world.js';

/** The report's figures, counted person by person in plain loops, the slow way round. */
export function naive(world: World, zone: string) {
  const { deliveries } = world;
  const where = (test: (row: DeliveryRow) => boolean) => deliveries.filter(test);
  const isHeldOut = (row: DeliveryRow) => row.state === 'skipped' && row.reason === 'held_out';
  const bounced = (row: DeliveryRow) => row.responses.some(({ kind }) => kind === 'bounce');
  const accepted = where((row) => row.state === 'accepted');
  const delivered = accepted.filter((row) => !bounced(row));
  const skipped = where((r) => ['skipped', 'suppressed'].includes(r.state) && !isHeldOut(r));
  const failed = where((row) => row.state === 'failed');
  const withKind = (rows: DeliveryRow[], kind: string, actor?: string) =>
    rows.filter((row) => row.responses.some((r) => is(r, kind, actor)));
  const total = (kind: string, actor: string) =>
    delivered.flatMap((row) => row.responses.filter((r) => is(r, kind, actor))).length;
  const engagement = (kind: string) => ({
    people: { unique: withKind(delivered, kind, 'person').length, total: total(kind, 'person') },
    machines: {
      unique: withKind(delivered, kind, 'machine').length,
      total: total(kind, 'machine'),
    },
    machineOnly: withKind(delivered, kind).length - withKind(delivered, kind, 'person').length,
    undelivered: withKind(deliveries, kind, 'person').filter((row) => !delivered.includes(row))
      .length,
  });
  const goalsOf = (row: DeliveryRow) => world.events.filter((event) => counts(world, row, event));
  const converted = (rows: DeliveryRow[]) => rows.filter((row) => goalsOf(row).length > 0);
  const arm = (name: string) => {
    const rows = where((row) => row.arm === name);
    return {
      assigned: rows.length,
      converted: converted(rows).length,
      revenue: revenue(rows, goalsOf),
      spent: (currency: string) => rows.map((row) => Number(sum(goalsOf(row), currency)) / 10_000),
    };
  };
  const days = new Map<string, number>();
  const mark = (column: string, at: Date | undefined | null) => {
    if (!at) return;
    const day = DateTime.fromJSDate(at).setZone(zone).toISODate();
    days.set(`${day} ${column}`, (days.get(`${day} ${column}`) ?? 0) + 1);
  };
  for (const row of accepted) {
    mark('sent', row.finishedAt);
    mark('bounced', first(row.responses, 'bounce'));
  }
  for (const row of delivered) {
    mark('opened', first(row.responses, 'open', 'person'));
    mark('clicked', first(row.responses, 'click', 'person'));
    mark('unsubscribed', first(row.responses, 'unsubscribe'));
    mark('converted', earliest(goalsOf(row)));
  }
  return {
    audience: deliveries.length,
    heldOut: where(isHeldOut).length,
    skipped: tally(skipped),
    accepted: accepted.length,
    failed: failed.length,
    failedBy: tally(failed),
    uncertain: where((row) => ['uncertain', 'held'].includes(row.state)).length,
    open: where((r) => ['planned', 'claimed', 'sending', 'deferred'].includes(r.state)).length,
    everUncertain: where((row) => row.wasUncertain).length,
    delivered: delivered.length,
    bounced: accepted.filter(bounced).length,
    atTheDoor: failed.filter((row) => row.reason === 'rejected' || bounced(row)).length,
    opened: engagement('open'),
    clicked: engagement('click'),
    unsubscribed: withKind(delivered, 'unsubscribe').length,
    complained: withKind(delivered, 'complaint').length,
    replied: withKind(delivered, 'reply').length,
    converted: converted(delivered).length,
    conversionEvents: delivered.flatMap(goalsOf).length,
    revenue: revenue(delivered, goalsOf),
    treated: arm('treated'),
    heldOutArm: arm('held_out'),
    days,
  };
}

const is = (response: ResponseRow, kind: string, actor?: string): boolean =>
  response.kind === kind && (actor === undefined || response.actor === actor);

const earliest = (rows: { at: Date }[]): Date | undefined =>
  rows.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0];

const first = (responses: ResponseRow[], kind: string, actor?: string) =>
  earliest(responses.filter((response) => is(response, kind, actor)));

/** After the instant that chose the audience, up to and including the window's last one. */
function counts(world: World, row: DeliveryRow, event: EventRow): boolean {
  const from = world.instants[row.occurrence]!.getTime();
  const at = event.at.getTime();
  return (
    world.goal !== null &&
    row.arm !== null &&
    event.contact === row.contact &&
    event.name === world.goal.event &&
    at > from &&
    at <= from + world.goal.windowHours * 3_600_000
  );
}

const tally = (rows: DeliveryRow[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { reason } of rows) counts[reason!] = (counts[reason!] ?? 0) + 1;
  return counts;
};

const sum = (events: EventRow[], currency: string): bigint =>
  events.reduce((total, e) => (e.currency === currency ? total + (e.units ?? 0n) : total), 0n);

function revenue(rows: DeliveryRow[], goalsOf: (row: DeliveryRow) => EventRow[]) {
  const worth = (row: DeliveryRow) => goalsOf(row).filter((event) => event.units !== null);
  const events = rows.flatMap(worth);
  const currencies = [...new Set(events.map((event) => event.currency!))];
  return Object.fromEntries(
    currencies.map((currency) => [
      currency,
      {
        amount: decimal(sum(events, currency)),
        events: events.filter((event) => event.currency === currency).length,
        contacts: rows.filter((r) => worth(r).some((e) => e.currency === currency)).length,
      },
    ]),
  );
}
