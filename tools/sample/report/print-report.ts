import type { CampaignReport } from '#libs/analysis';
import { count, money, percent, points, words } from '../print/format.js';
import { heading, table, type Row } from '../print/table.js';
import type { ReportFile } from './report-file.js';

type Rate = { rate: { value: number | null } };

const numbers = [1, 2];
const figure = (name: string, n: number, of?: Rate): Row => [
  name,
  count(n),
  of ? percent(of.rate.value) : '',
];

/** The report as people read it in a terminal. */
export function printedReport(file: ReportFile): string {
  const { report } = file;
  const parts = [
    heading(`${file.campaign} · report`),
    table(accountRows(file), { numbers, indent: 4 }),
    '  Responses, by people (machines kept apart)',
    table(responseRows(report), { numbers, indent: 4 }),
    `  What it changed: ${goalOf(report)}`,
    table(effectRows(report), { numbers: [1, 2, 3], indent: 4 }),
    liftLines(file).join('\n'),
    `  Competitors in these weeks, ${report.competitors.from ?? '–'} to ${report.competitors.to ?? '–'}`,
    table(competitorRows(report), { indent: 4 }),
    rateLine(file),
  ];
  return `\n${parts.join('\n\n')}\n`;
}

function accountRows({ report, caught }: ReportFile): Row[] {
  return [
    figure('audience', report.audience),
    figure('held out', report.heldOut),
    ...Object.entries(report.skipped).map(([reason, n]) => figure(`skipped: ${words(reason)}`, n)),
    figure('accepted', report.accepted),
    figure('failed', report.failed),
    figure('uncertain', report.uncertain),
    figure('caught', caught),
  ];
}

function responseRows({
  delivered,
  opened,
  clicked,
  unsubscribed,
  bounced,
}: CampaignReport): Row[] {
  return [
    figure('delivered', delivered.count, delivered),
    figure('opened', opened.people.unique, opened),
    figure('clicked', clicked.people.unique, clicked),
    figure('unsubscribed', unsubscribed.count, unsubscribed),
    figure('bounced', bounced.count, bounced),
    figure('opened by machines alone', opened.machineOnly),
    figure('clicked by machines alone', clicked.machineOnly),
  ];
}

const goalOf = ({ goal }: CampaignReport): string =>
  goal ? `“${goal.event}” within ${goal.windowHours} hours` : 'no goal';

function effectRows({ experiment: { treated, heldOut } }: CampaignReport): Row[] {
  const arm = (name: string, { assigned, converted, rate, revenue }: typeof treated): Row => {
    const [first] = revenue;
    const sum = first ? money(first.amount, first.currency) : '–';
    return [name, count(assigned), count(converted), percent(rate), sum];
  };
  return [
    ['', 'people', 'bought', 'share', 'revenue'],
    arm('treated', treated),
    arm('held out', heldOut),
  ];
}

/** What was measured, beside what was built in: only a sample can know both. */
function liftLines({ report: { experiment }, builtInEffect }: ReportFile): string[] {
  const lines = [`    ${experiment.verdict.text.en}`, `    ${experiment.verdict.text.th}`];
  const lift = experiment.conversion;
  if (!lift) return lines;
  const contains = lift.low <= builtInEffect && builtInEffect <= lift.high;
  const measured = `measured ${points(lift.estimate)} points, 95 % interval ${points(lift.low)} to ${points(lift.high)}`;
  const truth = contains
    ? 'the interval contains it, as 95 of 100 should'
    : 'the interval misses it, as 5 of 100 may';
  return [...lines, `    Built in ${points(builtInEffect)} points; ${measured}: ${truth}.`];
}

function competitorRows({ competitors }: CampaignReport): Row[] {
  return competitors.notes.map(({ startsOn, endsOn, competitor, kind, title, impact }) => [
    endsOn ? `${startsOn} – ${endsOn}` : startsOn,
    competitor,
    kind,
    `impact ${impact}`,
    title,
  ]);
}

function rateLine({ rates }: ReportFile): string {
  const rate = (n: number | null, what: string): string[] =>
    n === null ? [] : [`${count(Math.round(n))} ${what}`];
  const said = [
    ...rate(rates.contactRowsPerSecond, 'contacts imported'),
    ...rate(rates.eventRowsPerSecond, 'events imported'),
    ...rate(rates.messagesPerSecond, 'messages sent'),
  ];
  return `  A second: ${said.join(', ')}`;
}
