import type { ApiClient } from '../client.js';
import { count, words } from '../print/format.js';
import { say } from '../print/say.js';
import { table } from '../print/table.js';

export const campaignName = 'Monsoon sale';

/** The campaign, as far as it is looked at here. */
export interface Campaign {
  id: string;
  name: string;
  state:
    'draft' | 'review' | 'approved' | 'scheduled' | 'running' | 'paused' | 'done' | 'cancelled';
  stateReason: string | null;
  startedAt: string | null;
  finishedAt: string | null;
}

interface Parts {
  segmentId: string;
  templateId: string;
  senderId: string;
}

export const findCampaign = (api: ApiClient): Promise<Campaign | undefined> =>
  api.find<Campaign>('/v1/campaigns', ({ name }) => name === campaignName);

/** The campaign as a draft, unless it is there already. */
export async function draftCampaign(api: ApiClient, parts: Parts): Promise<Campaign> {
  const known = await findCampaign(api);
  if (known) return known;
  return api.post<Campaign>('/v1/campaigns', {
    name: campaignName,
    channel: 'email',
    definition: {
      ...parts,
      purpose: 'marketing',
      holdoutShare: 0.1,
      goal: { event: 'purchased', windowHours: 336 },
    },
  });
}

/** What a marketer looks at before the launch: what is wrong, who would get it, and who not. */
export async function showBeforehand(api: ApiClient, { id }: Campaign): Promise<void> {
  interface Finding {
    severity: string;
    message: string;
    place: string;
  }
  const preflight = await api.get<{ ready: boolean; findings: Finding[] }>(
    `/v1/campaigns/${id}/preflight`,
  );
  say(`\n  Preflight: ${preflight.ready ? 'ready' : 'not ready'}`);
  for (const { severity, message } of preflight.findings) {
    say(`    ${severity === 'error' ? '✗' : '!'} ${message}`);
  }
  interface DryRun {
    audience: number;
    planned: number;
    heldOut: number;
    skipped: Record<string, number>;
  }
  const dryRun = await api.get<DryRun>(`/v1/campaigns/${id}/dry-run`);
  say('\n  Dry run: nothing is sent, this is what would happen');
  const rows = [
    ['audience', count(dryRun.audience)],
    ['would get it', count(dryRun.planned)],
    ['would be held out', count(dryRun.heldOut)],
    ...Object.entries(dryRun.skipped).map(([reason, n]) => [`not: ${words(reason)}`, count(n)]),
  ];
  say(`${table(rows, { numbers: [1], indent: 4 })}\n`);
}

/** Moves it on, from wherever it stands, until it is scheduled for now. */
export async function launch(api: ApiClient, campaign: Campaign): Promise<void> {
  const moves: Partial<Record<Campaign['state'], string>> = {
    draft: 'submit',
    review: 'approve',
    approved: 'schedule',
    paused: 'resume',
  };
  let { state } = campaign;
  for (let move = moves[state]; move !== undefined; move = moves[state]) {
    state = (await api.post<Campaign>(`/v1/campaigns/${campaign.id}/${move}`)).state;
    say(`  ✓ ${move} → ${state}`);
  }
  if (state === 'cancelled') throw new Error('The sample campaign was cancelled by somebody.');
}
