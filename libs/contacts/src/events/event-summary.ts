import type { Sql } from '#libs/platform';

/** What the summaries need of an event. */
export interface Summed {
  contactId: string;
  nameId: number;
  occurredAt: Date;
  /** A decimal with at most 4 places. */
  value: string | null;
  currency: string | null;
}

interface Sum {
  key: readonly [contactId: string, nameId: number, currency: string];
  times: number;
  /** Ten-thousandths. */
  total: bigint;
  first: Date;
  last: Date;
}

/** `12.5` → 125000n: exact, as DECIMAL(19,4) is. */
export function tenThousandths(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.');
  const digits = BigInt(whole.replace('-', '') + fraction.padEnd(4, '0'));
  return whole.startsWith('-') ? -digits : digits;
}

/** 125000n → `12.5000`. */
export function decimal(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(5, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function sumUp(events: readonly Summed[]): Sum[] {
  const sums = new Map<string, Sum>();
  const add = (event: Summed, currency: string): void => {
    const key = [event.contactId, event.nameId, currency] as const;
    const sum = sums.get(key.join(' '));
    const units = event.value === null ? 0n : tenThousandths(event.value);
    if (!sum) {
      const { occurredAt } = event;
      sums.set(key.join(' '), { key, times: 1, total: units, first: occurredAt, last: occurredAt });
      return;
    }
    sum.times += 1;
    sum.total += units;
    if (event.occurredAt < sum.first) sum.first = event.occurredAt;
    if (event.occurredAt > sum.last) sum.last = event.occurredAt;
  };
  for (const event of events) {
    add(event, '');
    if (event.currency !== null) add(event, event.currency);
  }
  return [...sums.values()];
}

/** Adds new events to what is known of each contact, in the transaction that stores them. */
export async function summarise(sql: Sql, events: readonly Summed[]): Promise<void> {
  if (events.length === 0) return;
  const sums = sumUp(events);
  // In one order, so that two transactions wait for each other rather than deadlock.
  sums.sort((a, b) => (a.key.join(' ') < b.key.join(' ') ? -1 : 1));
  await sql.execute(
    `INSERT INTO contact_event (contact_id, name_id, currency, times, total, first_at, last_at)
     VALUES ? ON DUPLICATE KEY UPDATE times = times + VALUES(times), total = total + VALUES(total),
       first_at = LEAST(first_at, VALUES(first_at)), last_at = GREATEST(last_at, VALUES(last_at))`,
    [
      sums.map(({ key, times, total, first, last }) => [
        ...key,
        times,
        decimal(total),
        first,
        last,
      ]),
    ],
  );
  const lasts = new Map<string, Date>();
  for (const { key, last } of sums) {
    const known = lasts.get(key[0]);
    if (!known || known < last) lasts.set(key[0], last);
  }
  // The rows exist and are locked: what stands in the other columns is not looked at.
  await sql.execute(
    `INSERT INTO contact (id, created_at, updated_at, last_event_at) VALUES ?
     ON DUPLICATE KEY UPDATE
       last_event_at = GREATEST(COALESCE(last_event_at, VALUES(last_event_at)), VALUES(last_event_at))`,
    [[...lasts].map(([id, last]) => [id, last, last, last])],
  );
}
