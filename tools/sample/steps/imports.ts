import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../client.js';
import type { Company } from '../generator/company.js';
import { contactsCsv, eventsCsv } from '../generator/csv.js';
import { count } from '../print/format.js';
import { startProgress } from '../print/progress.js';
import { tell } from '../print/say.js';
import { wordingVersion } from './shop.js';

const files = { contacts: 'saphan-mai-contacts.csv', events: 'saphan-mai-events.csv' } as const;
const intervalMs = 200;

interface Import {
  id: string;
  fileName: string;
  state: 'uploading' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  counts: { created: number; updated: number; unchanged: number; failed: number };
  rowsPerSecond: number | null;
  errorMessage: string | null;
  createdAt: string;
}

const basis = (channel: 'email' | 'sms') => ({
  channel,
  purpose: 'marketing',
  wordingVersion,
  source: 'membership form',
  evidence: { file: files.contacts },
});

/** The customers first: an event needs somebody to be about. */
export async function importCompany(api: ApiClient, company: Company): Promise<void> {
  const people = { matchBy: 'externalId', consent: [basis('email'), basis('sms')] };
  await importFile(api, 'contacts_csv', files.contacts, people, () => contactsCsv(company));
  const source = { source: 'sample-shop' };
  await importFile(api, 'events_csv', files.events, source, () => eventsCsv(company));
}

/** When the customers were loaded; undefined when they have not been. */
export async function importedAt(api: ApiClient): Promise<Date | undefined> {
  const known = await find(api, files.contacts);
  return known && new Date(known.createdAt);
}

/** Rows a second of both imports. */
export async function importRates(
  api: ApiClient,
): Promise<{ contactRowsPerSecond: number | null; eventRowsPerSecond: number | null }> {
  const [contacts, events] = [await find(api, files.contacts), await find(api, files.events)];
  return {
    contactRowsPerSecond: contacts?.rowsPerSecond ?? null,
    eventRowsPerSecond: events?.rowsPerSecond ?? null,
  };
}

/** The latest import of that file that got beyond its upload and was not given up. */
const find = (api: ApiClient, fileName: string): Promise<Import | undefined> =>
  api.find<Import>(
    '/v1/imports',
    (one) => one.fileName === fileName && ['queued', 'running', 'done'].includes(one.state),
  );

async function importFile(
  api: ApiClient,
  adapter: string,
  fileName: string,
  options: object,
  content: () => string,
): Promise<void> {
  await tell(async () => {
    const known = await find(api, fileName);
    const { id } = known ?? (await begin(api, adapter, fileName, options, content()));
    const done = await wait(api, id, fileName);
    const { created, updated, unchanged, failed } = done.counts;
    const rate = done.rowsPerSecond ? `, ${count(Math.round(done.rowsPerSecond))} a second` : '';
    const refused = failed > 0 ? `, ${count(failed)} refused` : '';
    return `imported ${fileName}: ${count(created + updated + unchanged)} rows${refused}${rate}`;
  });
}

async function begin(
  api: ApiClient,
  adapter: string,
  fileName: string,
  options: object,
  content: string,
): Promise<Import> {
  const { id } = await api.post<Import>('/v1/imports', { adapter, fileName, options });
  return api.putFile<Import>(`/v1/imports/${id}/file`, content);
}

async function wait(api: ApiClient, id: string, name: string): Promise<Import> {
  const total = name === files.contacts ? 5000 : 60_000;
  const shown = startProgress(name, 'rows');
  try {
    for (;;) {
      const now = await api.get<Import>(`/v1/imports/${id}`);
      const rows = Object.values(now.counts).reduce((sum, n) => sum + n, 0);
      shown.update(rows, total);
      if (now.state === 'done') return now;
      if (now.state === 'failed' || now.state === 'cancelled') {
        throw new Error(
          `The import of ${name} ${now.state}: ${now.errorMessage ?? 'by somebody'}.`,
        );
      }
      await sleep(intervalMs);
    }
  } finally {
    shown.stop();
  }
}
