import type { CampaignReport, Engagement } from './campaign-report.js';
import type { ArmFigures } from './experiment-report.js';
import type { Rate, Revenue } from './figures.js';

export const csvColumns = ['section', 'name', 'value', 'unit', 'denominator', 'note'] as const;

/** One figure. */
export interface CsvRow {
  section: string;
  name: string;
  value: string | number | null;
  unit: string;
  denominator: number | null;
  note: string;
}

/** Every figure of the report, in its order. Names are the paths of the JSON. */
export function rowsOf(report: CampaignReport): CsvRow[] {
  return [
    ...campaignRows(report),
    ...audienceRows(report),
    ...funnelRows(report),
    ...experimentRows(report),
    ...report.competitors.notes.map((note) =>
      row('competitors', note.competitor, note.title, note.kind, {
        note: `${note.startsOn}/${note.endsOn ?? note.startsOn}; impact ${note.impact}; confidence ${note.confidence}; ${note.sourceUrl ?? ''}`,
      }),
    ),
    ...report.daily.flatMap(({ day, ...figures }) =>
      Object.entries(figures).map(([name, count]) =>
        row('daily', name, count, 'deliveries', { note: day }),
      ),
    ),
  ];
}

function row(
  section: string,
  name: string,
  value: string | number | null,
  unit: string,
  more: { denominator?: number; note?: string } = {},
): CsvRow {
  const { denominator = null, note = '' } = more;
  return { section, name, value, unit, denominator, note };
}

const count = (section: string, name: string, value: number, note = ''): CsvRow =>
  row(section, name, value, 'deliveries', { note });

const share = (name: string, { value, denominator, definition }: Rate): CsvRow =>
  row('funnel', name, value, 'share', { denominator, note: definition.en });

const money = (section: string, name: string, revenue: readonly Revenue[]): CsvRow[] =>
  revenue.map(({ amount, currency, events }) =>
    row(section, name, amount, currency, { note: `${events} events` }),
  );

const campaignRows = ({
  campaign,
  goal,
  generatedAt,
  timeZone,
  runs,
}: CampaignReport): CsvRow[] => [
  row('campaign', 'id', campaign.id, ''),
  row('campaign', 'name', campaign.name, ''),
  row('campaign', 'channel', campaign.channel, ''),
  row('campaign', 'state', campaign.state, ''),
  row('campaign', 'generatedAt', generatedAt, 'UTC', { note: `days are counted in ${timeZone}` }),
  row('campaign', 'goal.event', goal?.event ?? null, ''),
  row('campaign', 'goal.windowHours', goal?.windowHours ?? null, 'hours'),
  ...runs.map(({ occurrence, instant }) =>
    row('campaign', 'run', instant, 'UTC', { note: `occurrence ${occurrence}` }),
  ),
];

const audienceRows = (report: CampaignReport): CsvRow[] => [
  count('audience', 'audience', report.audience),
  count('audience', 'heldOut', report.heldOut),
  ...Object.entries(report.skipped).map(([reason, n]) => count('audience', 'skipped', n, reason)),
  count('audience', 'accepted', report.accepted),
  count('audience', 'failed', report.failed),
  ...Object.entries(report.failedBy).map(([reason, n]) => count('audience', 'failedBy', n, reason)),
  count('audience', 'uncertain', report.uncertain),
  count('audience', 'open', report.open),
  count('audience', 'everUncertain', report.everUncertain),
  count('audience', 'accounted', report.balance.accounted, 'sums up to audience'),
];

const funnelRows = (report: CampaignReport): CsvRow[] => [
  count('funnel', 'sent', report.sent),
  count('funnel', 'delivered', report.delivered.count),
  share('delivered.rate', report.delivered.rate),
  count('funnel', 'bounced', report.bounced.count),
  share('bounced.rate', report.bounced.rate),
  count('funnel', 'bounced.atTheDoor', report.bounced.atTheDoor, 'these are among the failed'),
  ...engagementRows('opened', report.opened),
  ...engagementRows('clicked', report.clicked),
  ...(['unsubscribed', 'complained', 'replied', 'converted'] as const).flatMap((name) => {
    const figure = report[name];
    return figure === null
      ? []
      : [count('funnel', name, figure.count), share(`${name}.rate`, figure.rate)];
  }),
  ...(report.converted
    ? [row('funnel', 'converted.events', report.converted.events, 'events')]
    : []),
  ...money('funnel', 'revenue', report.revenue),
];

const engagementRows = (name: string, { people, machines, ...rest }: Engagement): CsvRow[] => [
  count('funnel', `${name}.people.unique`, people.unique),
  row('funnel', `${name}.people.total`, people.total, 'responses'),
  count('funnel', `${name}.machines.unique`, machines.unique),
  row('funnel', `${name}.machines.total`, machines.total, 'responses'),
  count('funnel', `${name}.machineOnly`, rest.machineOnly),
  count('funnel', `${name}.undelivered`, rest.undelivered),
  share(`${name}.rate`, rest.rate),
];

function experimentRows({ experiment }: CampaignReport): CsvRow[] {
  const { conversion, revenuePerPerson: revenue, verdict } = experiment;
  const figure = (name: string, value: number | null, unit: string, note = ''): CsvRow =>
    row('experiment', name, value, unit, { note });
  return [
    ...armRows('treated', experiment.treated),
    ...armRows('heldOut', experiment.heldOut),
    ...(conversion
      ? [
          figure('conversion.estimate', conversion.estimate, 'share', 'treated − held out'),
          figure('conversion.low', conversion.low, 'share', '95 % interval, Newcombe 1998'),
          figure('conversion.high', conversion.high, 'share', '95 % interval, Newcombe 1998'),
          figure('conversion.pValue', conversion.pValue, '', 'two-proportion z test'),
        ]
      : []),
    ...(revenue
      ? [
          figure('revenuePerPerson.treatedMean', revenue.treatedMean, revenue.currency),
          figure('revenuePerPerson.heldOutMean', revenue.heldOutMean, revenue.currency),
          figure('revenuePerPerson.estimate', revenue.estimate, revenue.currency),
          figure('revenuePerPerson.low', revenue.low, revenue.currency, '95 % interval, Welch'),
          figure('revenuePerPerson.high', revenue.high, revenue.currency, '95 % interval, Welch'),
        ]
      : []),
    row('experiment', 'verdict', verdict.kind, '', { note: verdict.text.en }),
  ];
}

const armRows = (name: string, arm: ArmFigures): CsvRow[] => [
  row('experiment', `${name}.assigned`, arm.assigned, 'persons'),
  row('experiment', `${name}.converted`, arm.converted, 'persons'),
  row('experiment', `${name}.rate`, arm.rate, 'share', { denominator: arm.assigned }),
  ...money('experiment', `${name}.revenue`, arm.revenue),
];
