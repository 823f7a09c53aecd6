import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../client.js';
import { count } from '../print/format.js';
import { startProgress } from '../print/progress.js';
import type { Campaign } from './campaign.js';

interface CampaignProgress {
  state: Campaign['state'];
  planned: number;
  counts: Partial<Record<string, number>>;
  total: number;
  open: number;
  perSecond: number;
  etaSeconds: number | null;
}

const intervalMs = 250;
/** Without any progress for so long, something is wrong. */
const patienceMs = 180_000;

/**
 * Shows the progress until the campaign is done.
 * @param meanwhile is called at each look
 * @returns messages accepted a second while it was watched, the planning included
 * @throws Error when it stops by itself, is stopped, or stands still
 */
export async function watchCampaign(
  api: ApiClient,
  { id }: Campaign,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const shown = startProgress('sending', 'messages');
  const began = Date.now();
  let before: number | undefined;
  let last = '';
  let movedAt = began;
  try {
    for (;;) {
      const progress = await api.get<CampaignProgress>(`/v1/campaigns/${id}/progress`);
      await meanwhile();
      // Those who are passed over are decided at once: a bar of messages would jump.
      const passed = (progress.counts.skipped ?? 0) + (progress.counts.suppressed ?? 0);
      const toSend = progress.total - passed;
      if (progress.planned === 1) {
        shown.update(
          toSend - progress.open,
          toSend,
          `${count(Math.round(progress.perSecond))} a second`,
        );
      }
      const accepted = progress.counts.accepted ?? 0;
      before ??= accepted;
      if (progress.state === 'done') return (accepted - before) / ((Date.now() - began) / 1000);
      if (!['scheduled', 'running'].includes(progress.state)) {
        const { stateReason } = await api.get<Campaign>(`/v1/campaigns/${id}`);
        throw new Error(
          `The campaign is ${progress.state}: ${stateReason ?? 'no reason was given'}.`,
        );
      }
      const now = JSON.stringify([progress.counts, progress.planned, progress.state]);
      if (now !== last) movedAt = Date.now();
      else if (Date.now() - movedAt > patienceMs) {
        throw new Error('The campaign stands still. The log of the worker may say why.');
      }
      last = now;
      await sleep(intervalMs);
    }
  } finally {
    shown.stop();
  }
}
