import type { CampaignFacts, LedgerCount, ResponseCount } from '../facts/campaign-facts.js';
import type { CampaignReport, Engagement } from './campaign-report.js';
import { rate } from './definitions.js';
import type { Figure } from './figures.js';
import { revenueOf } from './revenue.js';

type Funnel = Pick<
  CampaignReport,
  | 'delivered'
  | 'bounced'
  | 'opened'
  | 'clicked'
  | 'unsubscribed'
  | 'complained'
  | 'replied'
  | 'converted'
  | 'revenue'
>;

const sum = <T>(rows: readonly T[], pick: (row: T) => number): number =>
  rows.reduce((total, row) => total + pick(row), 0);

/** What became of the messages that were sent. */
export function funnelOf({ goal, ledger, responses, ...facts }: CampaignFacts): Funnel {
  const accepted = ledger.filter((row) => row.state === 'accepted');
  const delivered = sum(accepted, (row) => (row.bounced ? 0 : row.deliveries));
  const bounced = sum(accepted, (row) => (row.bounced ? row.deliveries : 0));
  const sent = delivered + bounced;
  const converted = facts.conversions.filter((row) => row.delivered);
  const contacts = sum(converted, (row) => row.contacts);
  const simple = (name: 'unsubscribed' | 'complained' | 'replied', kind: string): Figure => {
    const count = sum(of(responses, kind, true), (row) => row.deliveries);
    return { count, rate: rate(name, count, delivered) };
  };
  return {
    delivered: { count: delivered, rate: rate('delivered', delivered, sent) },
    bounced: {
      count: bounced,
      rate: rate('bounced', bounced, sent),
      atTheDoor: sum(ledger.filter(isRefused), (row) => row.deliveries),
    },
    opened: engagementOf('opened', 'open', responses, delivered),
    clicked: engagementOf('clicked', 'click', responses, delivered),
    unsubscribed: simple('unsubscribed', 'unsubscribe'),
    complained: simple('complained', 'complaint'),
    replied: simple('replied', 'reply'),
    converted: goal && {
      count: contacts,
      rate: rate('converted', contacts, delivered),
      events: sum(converted, (row) => row.events),
    },
    revenue: revenueOf(facts.revenues.filter((row) => row.delivered)),
  };
}

const of = (responses: readonly ResponseCount[], kind: string, delivered: boolean) =>
  responses.filter((row) => row.kind === kind && row.delivered === delivered);

/** The receiving side said no for good: a bounce that never needed to travel back. */
const isRefused = (row: LedgerCount): boolean =>
  row.state === 'failed' && (row.reason === 'rejected' || row.bounced);

function engagementOf(
  name: 'opened' | 'clicked',
  kind: string,
  responses: readonly ResponseCount[],
  delivered: number,
): Engagement {
  const rows = of(responses, kind, true);
  const unique = sum(rows, (row) => row.byPeople);
  return {
    people: { unique, total: sum(rows, (row) => row.peopleTotal) },
    machines: {
      unique: sum(rows, (row) => row.byMachines),
      total: sum(rows, (row) => row.machineTotal),
    },
    machineOnly: sum(rows, (row) => row.deliveries - row.byPeople),
    undelivered: sum(of(responses, kind, false), (row) => row.byPeople),
    rate: rate(name, unique, delivered),
  };
}
