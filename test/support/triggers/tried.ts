import { dayAt, dayText } from '#libs/kernel';
import { TriggerBacktestRunner } from '#libs/campaigns';
import type { Stage } from './stage.js';

export interface Refused {
  step: string;
  place: string | null;
  reason: string | null;
  happenings: number;
  condition: { en: string; th: string };
}

export interface CompetingView {
  campaignId: string;
  name: string;
  contacts: number;
  messages: number;
}

/** A backtest as the API answers it. */
export interface TriedView {
  id: string;
  state: string;
  progress: number;
  errorCode: string | null;
  from: string;
  looked: number;
  scaledBy: number;
  sentence: { en: string; th: string };
  happenings: number;
  fired: number;
  contacts: number;
  waiting: number;
  refused: Refused[];
  days: {
    day: string;
    fired: number;
    contacts: number;
    contacted: number;
    refused: Refused[];
    campaigns: CompetingView[];
  }[];
  campaigns: CompetingView[];
}

export const never = new AbortController().signal;

/** Begins a backtest over HTTP. @returns what was answered. */
export async function beginTrial(stage: Stage, definition: object, days: number, more = {}) {
  stage.world.marketer = await stage.world.api.as('marketer');
  const body = { definition, days, ...more };
  return stage.world.marketer.post<TriedView>('/v1/campaigns/backtest', body);
}

/** A trigger tried out on the past, to its end. */
export async function tried(
  stage: Stage,
  definition: object,
  days: number,
  more = {},
): Promise<TriedView> {
  const begun = await beginTrial(stage, definition, days, more);
  if (begun.status !== 201) throw new Error(begun.text);
  const { id } = begun.body;
  await stage.worker.get(TriggerBacktestRunner).run(id, never);
  const { body } = await stage.world.marketer.get<TriedView>(`/v1/trigger-backtests/${id}`);
  expect(body).toMatchObject({ state: 'done', progress: 1 });
  return body;
}

/** Lets time pass hour by hour, so that a live trigger is never late. */
export async function passTo(stage: Stage, instant: string): Promise<void> {
  const left = () => Date.parse(instant) - stage.clock.now().getTime();
  for (const hour = 3_600_000; left() > hour;) {
    stage.clock.advance({ ms: hour });
    await stage.settle();
  }
  await stage.until(instant);
}

/** What became of firings, as lines `2027-03-01 sent 3`, `2027-03-01 quiet 1`, and how many wait. */
export interface Came {
  lines: string[];
  waiting: number;
}

const counted = (what: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const each of what) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([each, count]) => `${each} ${count}`).sort();
};

/** What became of the firings of a campaign that was at work, by the organisation's days. */
export async function cameLive({ world }: Stage, campaignId: string): Promise<Came> {
  const rows = await world.database.query<{
    state: string;
    reason: string | null;
    decidedAt: Date | null;
  }>('SELECT state, reason, decided_at AS decidedAt FROM firing WHERE campaign_id = ?', [
    campaignId,
  ]);
  const { timeZone } = world.api.env;
  const decided = rows.flatMap(({ state, reason, decidedAt }) =>
    decidedAt === null
      ? []
      : [`${dayText(dayAt(decidedAt.getTime(), timeZone))} ${reason ?? state}`],
  );
  return { lines: counted(decided), waiting: rows.length - decided.length };
}

/** The same of a backtest: only what a live trigger writes down. */
export function cameOf({ days, waiting }: TriedView): Came {
  const lines = days.flatMap(({ day, fired, refused }) => [
    ...(fired > 0 ? [`${day} sent ${fired}`] : []),
    ...refused.flatMap(({ reason, happenings }) =>
      reason ? [`${day} ${reason} ${happenings}`] : [],
    ),
  ]);
  return { lines: lines.sort(), waiting };
}

/** Why happenings came to nothing, as lines `where 3`. */
export const refusals = ({ refused }: Pick<TriedView, 'refused'>): string[] =>
  refused.map(({ step, reason, happenings }) => `${reason ?? step} ${happenings}`).sort();
