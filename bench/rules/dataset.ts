import type { Connection } from 'mysql2/promise';
import { Random } from '../../tools/sample/generator/random.js';
import { connect, load } from './load.js';
import { DAY, daysOfHistory, eventNames, makeEvents, type Events } from './population.js';

/*
 * Fills an empty database with contacts and a year of events. Run by tools/bench.mjs once; the
 * result is kept and copied for each run.
 */

const plans = ['free', 'bronze', 'silver', 'gold', 'platinum'] as const;
const countries = ['TH', 'TH', 'TH', 'TH', 'TH', 'TH', 'LA', 'KH', 'SG', 'DE'] as const;

const sqlTime = (ms: number): string => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function* contactLines(count: number, start: number): Generator<string> {
  const random = new Random(`contacts of ${count}`);
  for (let id = 1; id <= count; id += 1) {
    const born = Date.UTC(2008, 0, 1) - Math.floor(random.next() * 60 * 365) * DAY;
    const created = sqlTime(start - Math.floor(random.next() * 700) * DAY);
    const name = `n${id % 5000}`;
    yield (
      `${id}\tx${id}\tc${id}@example.test\t${name}\t${name}\tth\tAsia/Bangkok\t` +
      `${random.pick(countries)}\t${day(born)}\t${created}\t${created}\n`
    );
  }
}

function* planLines(count: number): Generator<string> {
  const random = new Random(`plans of ${count}`);
  for (let id = 1; id <= count; id += 1) {
    const plan = random.pick(plans);
    yield `${id}\t1\t0\t${plan}\t${plan}\n`;
  }
}

function* scoreLines(count: number): Generator<string> {
  const random = new Random(`scores of ${count}`);
  for (let id = 1; id <= count; id += 1) yield `${id}\t2\t${random.between(0, 1000)}\n`;
}

function* eventLines(events: Events, start: number): Generator<string> {
  let minute = -1;
  let text = '';
  for (let i = 0; i < events.length; i += 1) {
    const second = events.second[i]!;
    const now = Math.floor(second / 60);
    if (now !== minute) {
      minute = now;
      text = sqlTime(start + minute * 60_000).slice(0, 17);
    }
    const at = `${text}${String(second % 60).padStart(2, '0')}.000`;
    const satang = events.value[i]!;
    const money = satang === 0 ? '\\N\t\\N' : `${(satang / 100).toFixed(2)}\tTHB`;
    const category = satang === 0 ? '\\N' : `c${events.contact[i]! % 20}`;
    yield `${events.contact[i]}\t${events.name[i]! + 1}\t${at}\t${money}\t${category}\n`;
  }
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  console.log(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function loadContacts(db: Connection, count: number, start: number): Promise<void> {
  await load(
    db,
    `contact (id, external_id, email, first_name, first_name_fold, language, time_zone, country,
       birth_date, created_at, updated_at)
     SET email_hash = UNHEX(SHA2(email, 256))`,
    contactLines(count, start),
  );
  await db.query(
    `INSERT INTO attribute (id, name, type, label_en, label_th, created_at) VALUES
       (1, 'plan', 'text', 'plan', 'แพ็กเกจ', NOW(3)), (2, 'score', 'number', 'score', 'คะแนน', NOW(3))`,
  );
  await load(
    db,
    'contact_text (contact_id, attribute_id, ordinal, value, folded)',
    planLines(count),
  );
  await load(db, 'contact_number (contact_id, attribute_id, value)', scoreLines(count));
  await db.query(
    `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
     SELECT id, 'email', 'marketing', 1, created_at FROM contact`,
  );
}

async function loadEvents(db: Connection, events: Events, start: number): Promise<void> {
  await db.query('INSERT INTO event_name (name, created_at) VALUES ?', [
    eventNames.map((name) => [name, sqlTime(start)]),
  ]);
  // Indexes that are made afterwards are sorted, not grown.
  await db.query(
    'ALTER TABLE event DROP KEY event_client, DROP KEY event_by_name, DROP KEY event_by_contact',
  );
  await db.query('SET unique_checks = 0');
  await timed('events', () =>
    load(
      db,
      `event (contact_id, name_id, occurred_at, value, currency, @category)
       SET received_at = occurred_at,
         client_hash = UNHEX(MD5(CONCAT(contact_id, name_id, occurred_at, RAND()))),
         properties = IF(@category IS NULL, NULL, CONCAT('{"category":"', @category, '"}')),
         comparable = IF(@category IS NULL, NULL, CONCAT('{"t":{"category":"', @category, '"}}'))`,
      eventLines(events, start),
    ),
  );
  await timed('indexes', () =>
    db.query(
      `ALTER TABLE event ADD UNIQUE KEY event_client (client_hash),
         ADD KEY event_by_name (name_id, occurred_at, contact_id, value),
         ADD KEY event_by_contact (contact_id, name_id, occurred_at, value)`,
    ),
  );
}

/** What the event store would have kept as the events came in. */
async function summarise(db: Connection): Promise<void> {
  await db.query(
    `INSERT INTO contact_event
     SELECT contact_id, name_id, '', COUNT(*), COALESCE(SUM(value), 0), MIN(occurred_at), MAX(occurred_at)
     FROM event FORCE INDEX (event_by_contact) GROUP BY contact_id, name_id`,
  );
  await db.query(
    `INSERT INTO contact_event SELECT contact_id, name_id, 'THB', times, total, first_at, last_at
     FROM contact_event WHERE currency = '' AND name_id = ?`,
    [eventNames.indexOf('purchased') + 1],
  );
  await db.query(
    `UPDATE contact c JOIN (SELECT contact_id, MAX(last_at) AS at FROM contact_event GROUP BY contact_id) e
       ON e.contact_id = c.id SET c.last_event_at = e.at`,
  );
}

async function main(): Promise<void> {
  const contacts = Number(process.env.SAPHAN_BENCH_ARGS ?? 1_000_000);
  const db = await connect(process.env.DATABASE_URL!);
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const start = now - daysOfHistory * DAY;
  let events: Events | undefined;
  await timed('made up', async () => {
    events = makeEvents(contacts);
  });
  await timed('contacts', () => loadContacts(db, contacts, start));
  await loadEvents(db, events!, start);
  await timed('summaries', () => summarise(db));
  await timed('statistics', () =>
    db.query(
      'ANALYZE TABLE contact, contact_text, contact_number, event, contact_event, consent_state',
    ),
  );
  await db.query('CREATE TABLE bench_dataset (contacts INT, events INT, now_at DATETIME(3))');
  await db.query('INSERT INTO bench_dataset VALUES (?, ?, ?)', [
    contacts,
    events!.length,
    sqlTime(now),
  ]);
  console.log(JSON.stringify({ contacts, events: events!.length }));
  await db.end();
}

await main();
