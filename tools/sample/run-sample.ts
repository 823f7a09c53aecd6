import type { CampaignReport } from '#libs/analysis';
import type { CatcherClient } from './catcher.js';
import type { ApiClient } from './client.js';
import { answer } from './customers/answers.js';
import { builtInEffect } from './customers/behaviour.js';
import { Gateways } from './customers/gateways.js';
import { postPurchases, purchasesOf } from './customers/purchases.js';
import { Traffic } from './customers/traffic.js';
import { bangkokDay } from './generator/calendar.js';
import { makeCompany, usualSeed, type Company } from './generator/company.js';
import type { Person } from './generator/person.js';
import { count } from './print/format.js';
import { say, step, tell } from './print/say.js';
import { printedReport } from './report/print-report.js';
import { faultsOf, readReport, reportFileOf, writeReport } from './report/report-file.js';
import type { SampleSettings } from './settings.js';
import {
  draftCampaign,
  findCampaign,
  launch,
  showBeforehand,
  type Campaign,
} from './steps/campaign.js';
import { noteCompetitors } from './steps/competitors.js';
import { importCompany, importRates, importedAt } from './steps/imports.js';
import { makeSegments, showSegments } from './steps/segments.js';
import { emailSender, setUpShop } from './steps/shop.js';
import { signIn } from './steps/sign-in.js';
import { suppressSome } from './steps/suppressions.js';
import { saveTemplates } from './steps/templates.js';
import { watchCampaign } from './steps/watch.js';

/**
 * Everything from the first login to the report.
 * @throws Error with a sentence for people, also when the report's figures do not add up
 */
export async function runSample(
  settings: SampleSettings,
  api: ApiClient,
  catcher: CatcherClient,
): Promise<void> {
  await signIn(api, settings);
  const known = await findCampaign(api);
  let rate: number | null;
  if (known?.state === 'done' && (await isAnswered(api, known))) {
    say('  ✓ the sample campaign has run before; this is its report as of now');
    rate = (await readReport(settings.reportFile, known.id))?.rates.messagesPerSecond ?? null;
  } else {
    rate = await runCampaign(settings, api, catcher, known);
  }
  await report(settings, api, catcher, rate);
}

/** The customers buy last: when they have bought, they have answered. */
async function isAnswered(api: ApiClient, { id }: Campaign): Promise<boolean> {
  const { converted } = await api.get<CampaignReport>(`/v1/campaigns/${id}/report`);
  return (converted?.events ?? 0) > 0;
}

/** @returns messages a second */
async function runCampaign(
  settings: SampleSettings,
  api: ApiClient,
  catcher: CatcherClient,
  known: Campaign | undefined,
): Promise<number> {
  // The year of the sample ends when it was loaded, so that going on later continues the same one.
  const now = (await importedAt(api)) ?? new Date();
  const company = makeCompany(now);
  const campaign = known ?? (await prepare(api, company, now));
  if (campaign.state === 'draft') await showBeforehand(api, campaign);
  await launch(api, campaign);

  const people = new Map(company.people.map((person) => [person.email ?? '', person]));
  const traffic = new Traffic(settings.publicUrl, settings.apiUrl);
  const gateways = new Gateways(usualSeed, people, catcher, traffic);
  const rate = await watchCampaign(api, campaign, () => gateways.look(campaign.id));
  await gateways.finish();
  const done = await api.get<Campaign>(`/v1/campaigns/${campaign.id}`);
  await tell(() => answer(usualSeed, people, done, catcher, traffic));
  await tell(() => buy(api, catcher, campaign, company.people));
  return rate;
}

/** Loads the company and drafts the campaign. */
async function prepare(api: ApiClient, company: Company, now: Date): Promise<Campaign> {
  await step('organisation, senders, consent wordings and attributes', () => setUpShop(api));
  await importCompany(api, company);
  await suppressSome(api, company.people);
  const templateId = await step('templates', () => saveTemplates(api));
  await step('competitors and what they do', () => noteCompetitors(api, bangkokDay(now)));
  const segmentIds = await step('segments', () => makeSegments(api));
  await showSegments(api, segmentIds);
  // The first one has everybody in it.
  const segmentId = segmentIds[0] ?? '';
  return draftCampaign(api, { segmentId, templateId, senderId: await emailSender(api) });
}

async function buy(
  api: ApiClient,
  catcher: CatcherClient,
  { id }: Campaign,
  people: readonly Person[],
): Promise<string> {
  const letters = await catcher.all(id);
  const gotMessage = new Set(letters.flatMap(({ to }) => to));
  const purchases = purchasesOf(usualSeed, people, gotMessage, new Date());
  await postPurchases(api, purchases);
  return `customers bought: ${count(purchases.length)} of ${count(people.length)}, with and without the message`;
}

async function report(
  settings: SampleSettings,
  api: ApiClient,
  catcher: CatcherClient,
  messagesPerSecond: number | null,
): Promise<void> {
  const campaign = await findCampaign(api);
  if (!campaign) throw new Error('The sample campaign is gone.');
  const figures = await api.get<CampaignReport>(`/v1/campaigns/${campaign.id}/report`);
  const rates = { ...(await importRates(api)), messagesPerSecond };
  const caught = await catcher.count(campaign.id);
  const file = reportFileOf(figures, caught, rates, builtInEffect);
  await writeReport(settings.reportFile, file);
  say(printedReport(file));
  say(`  The whole report: ${settings.reportFile}`);
  const faults = faultsOf(file);
  if (faults.length > 0) throw new Error(faults.join('\n    '));
}
