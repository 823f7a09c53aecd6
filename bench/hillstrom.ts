import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../tools/sample/client.js';
import { CatcherClient } from '../tools/sample/catcher.js';
import { readSettings } from '../tools/sample/settings.js';

/*
 * The main job on the Hillstrom file (64,000 customers): import, segment, a campaign with a holdout,
 * delivered to the catcher. `npm run bench -- hillstrom FILE`; figures as JSON last.
 */

const wordingVersion = '2008-03';
const rule = {
  version: 1,
  where: {
    kind: 'all',
    of: [
      { kind: 'number', field: 'attributes.history', operator: 'at_least', value: 200 },
      { kind: 'yes_no', field: 'attributes.mens', operator: 'is_true' },
    ],
  },
};

interface Import {
  id: string;
  state: string;
  counts: Record<string, number>;
  rowsPerSecond: number;
  errorMessage: string | null;
}

/** The same question by a few lines over the file. */
function countByScript(csv: string): number {
  const [, ...rows] = csv.trim().split(/\r?\n/);
  return rows.filter((row) => {
    // Some segments are written "7) $1,000 +": columns are counted from the end.
    const [history, mens] = row.split(',').slice(-10);
    return Number(history) >= 200 && mens === '1';
  }).length;
}

/** Peak resident memory, MB, of this stack's processes by what they run. */
async function peakMemory(): Promise<Record<string, number>> {
  const peaks: Record<string, number> = {};
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.ppid) continue;
    if (Number(pid) === process.pid) continue;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const script = command.find((part) => part.endsWith('main.js'));
    const name = script?.match(/(api|worker|catcher)/g)?.at(-1) ?? basename(command[0] ?? '');
    peaks[name] = Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024);
  }
  return peaks;
}

async function importFile(api: ApiClient, csv: string): Promise<Import> {
  await api.post('/v1/consent-wordings', {
    version: wordingVersion,
    channel: 'email',
    purpose: 'marketing',
    language: 'en',
    wording: 'I would like to hear about offers by e-mail.',
  });
  const { id } = await api.post<Import>('/v1/imports', {
    adapter: 'hillstrom',
    fileName: 'hillstrom.csv',
    options: {
      consent: [
        { channel: 'email', purpose: 'marketing', wordingVersion, source: 'public data set' },
      ],
    },
  });
  await api.putFile(`/v1/imports/${id}/file`, csv);
  for (;;) {
    const now = await api.get<Import>(`/v1/imports/${id}`);
    if (now.state === 'failed') throw new Error(now.errorMessage ?? 'The import failed.');
    if (now.state === 'done') return now;
    await sleep(200);
  }
}

async function campaignParts(api: ApiClient): Promise<Record<string, string>> {
  await api.put('/v1/organisation', {
    name: 'Example Outfitters',
    address: '1 Example Street, Bangkok 10110',
    phone: '',
    email: 'hello@outfitters.example.test',
    website: 'https://shop.saphan.example',
  });
  const sender = await api.post<{ id: string }>('/v1/senders', {
    channel: 'email',
    name: 'Example Outfitters',
    address: 'news@outfitters.example.test',
  });
  const { items } = await api.post<{ items: { id: string; key: string }[] }>(
    '/v1/templates/from-folder',
  );
  const segment = await api.post<{ id: string }>('/v1/segments', { name: 'Men’s, 200 up', rule });
  return {
    senderId: sender.id,
    segmentId: segment.id,
    templateId: items.find(({ key }) => key === 'monsoon-sale')!.id,
  };
}

async function send(api: ApiClient, parts: object) {
  const name = 'Hillstrom again';
  const { id } = await api.post<{ id: string }>('/v1/campaigns', {
    name,
    channel: 'email',
    definition: { ...parts, holdoutShare: 0.1, goal: { event: 'purchase', windowHours: 336 } },
  });
  for (const step of ['submit', 'approve']) await api.post(`/v1/campaigns/${id}/${step}`);
  await api.post(`/v1/campaigns/${id}/schedule`, { confirm: name });
  for (;;) {
    const { state } = await api.get<{ state: string }>(`/v1/campaigns/${id}`);
    if (state === 'done') break;
    await sleep(500);
  }
  const { startedAt, finishedAt } = await api.get<{ startedAt: string; finishedAt: string }>(
    `/v1/campaigns/${id}`,
  );
  return { id, seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 };
}

async function main(file: string | undefined): Promise<void> {
  if (!file) throw new Error('Which file? npm run bench -- hillstrom path/to/hillstrom.csv');
  const settings = readSettings(process.env);
  const api = new ApiClient(settings.apiUrl);
  await api.logIn(settings.admin.email, settings.admin.password);
  const csv = await readFile(file, 'utf8');
  const imported = await importFile(api, csv);
  const parts = await campaignParts(api);
  const segment = await api.get<{ count: number }>(`/v1/segments/${parts.segmentId}`);
  const { id, seconds } = await send(api, parts);
  const report = await api.get<Record<string, unknown>>(`/v1/campaigns/${id}/report`);
  const { audience, heldOut, skipped, accepted, failed, uncertain } = report;
  const caught = await new CatcherClient(settings.catcherUrl).count(id);
  const figures = {
    imported: imported.counts,
    import_rows_per_s: Math.round(imported.rowsPerSecond),
    segment_count: segment.count,
    script_count: countByScript(csv),
    campaign: { audience, heldOut, skipped, accepted, failed, uncertain, caught },
    send_s: seconds,
    messages_per_s: Math.round(Number(accepted) / seconds),
    peak_mb: await peakMemory(),
  };
  console.log(JSON.stringify(figures, null, 2));
  if (segment.count !== figures.script_count || caught !== accepted)
    throw new Error('The figures do not agree.');
}

await main(process.env.SAPHAN_BENCH_ARGS);
