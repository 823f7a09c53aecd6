import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CampaignReport } from '#libs/analysis';

/** How fast it went. */
export interface Rates {
  contactRowsPerSecond: number | null;
  eventRowsPerSecond: number | null;
  messagesPerSecond: number | null;
}

/** What is left in the report file: the figures that must add up first, then all the rest. */
export interface ReportFile {
  campaignId: string;
  campaign: string;
  audience: number;
  heldOut: number;
  /** Reason → how many. */
  skipped: Record<string, number>;
  accepted: number;
  failed: number;
  uncertain: number;
  /** What the catcher holds of this campaign. */
  caught: number;
  rates: Rates;
  /** Difference of the probabilities of buying that the sample's customers were given. */
  builtInEffect: number;
  report: CampaignReport;
}

export function reportFileOf(
  report: CampaignReport,
  caught: number,
  rates: Rates,
  builtInEffect: number,
): ReportFile {
  const { campaign, audience, heldOut, skipped, accepted, failed, uncertain } = report;
  return {
    campaignId: campaign.id,
    campaign: campaign.name,
    audience,
    heldOut,
    skipped,
    accepted,
    failed,
    uncertain,
    caught,
    rates,
    builtInEffect,
    report,
  };
}

/** What does not add up, a sentence each; none when all is well. */
export function faultsOf(file: Omit<ReportFile, 'report' | 'rates'>): string[] {
  const { audience, heldOut, skipped, accepted, failed, uncertain, caught } = file;
  const passedOver = Object.values(skipped).reduce((sum, n) => sum + n, 0);
  const accounted = heldOut + passedOver + accepted + failed + uncertain;
  const faults: string[] = [];
  if (audience === 0) faults.push('The audience is empty.');
  if (accounted !== audience) {
    faults.push(
      `The audience of ${audience} is not accounted for: ${heldOut} held out + ${passedOver} skipped ` +
        `+ ${accepted} accepted + ${failed} failed + ${uncertain} uncertain = ${accounted}.`,
    );
  }
  if (caught !== accepted) {
    const elsewhere = caught === 0 ? ' Does SMTP_URL name another server?' : '';
    faults.push(`${accepted} messages were accepted, but the catcher holds ${caught}.${elsewhere}`);
  }
  return faults;
}

/** Writes it so that a reader finds the old one or the new one whole. */
export async function writeReport(file: string, report: ReportFile): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** What was left there about that campaign, if anything. */
export async function readReport(file: string, campaignId: string): Promise<ReportFile | null> {
  try {
    const report = JSON.parse(await readFile(file, 'utf8')) as ReportFile;
    return report.campaignId === campaignId ? report : null;
  } catch {
    return null;
  }
}
