import type { CampaignFacts, LedgerCount } from '../facts/campaign-facts.js';
import type { CampaignReport } from './campaign-report.js';

type Account = Pick<
  CampaignReport,
  | 'audience'
  | 'heldOut'
  | 'skipped'
  | 'accepted'
  | 'failed'
  | 'failedBy'
  | 'uncertain'
  | 'open'
  | 'everUncertain'
  | 'balance'
  | 'sent'
>;

/** Where each row of the ledger is booked: in exactly one place. */
type Place = 'heldOut' | 'skipped' | 'accepted' | 'failed' | 'uncertain' | 'open';

const places: Readonly<Record<string, Place>> = {
  planned: 'open',
  claimed: 'open',
  sending: 'open',
  deferred: 'open',
  accepted: 'accepted',
  failed: 'failed',
  suppressed: 'skipped',
  skipped: 'skipped',
  uncertain: 'uncertain',
  held: 'uncertain',
};

/** Accounts for everybody in the audience: nobody disappears without a reason. */
export function accountOf(facts: CampaignFacts): Account {
  const counts: Record<Place, number> = {
    heldOut: 0,
    skipped: 0,
    accepted: 0,
    failed: 0,
    uncertain: 0,
    open: 0,
  };
  const reasons = { skipped: new Map<string, number>(), failed: new Map<string, number>() };
  let everUncertain = 0;
  for (const row of facts.ledger) {
    everUncertain += row.everUncertain;
    const place = placeOf(row);
    if (place === undefined) continue;
    counts[place] += row.deliveries;
    if (place !== 'skipped' && place !== 'failed') continue;
    const reason = row.reason ?? 'unknown';
    reasons[place].set(reason, (reasons[place].get(reason) ?? 0) + row.deliveries);
  }
  const accounted = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    audience: facts.audience,
    heldOut: counts.heldOut,
    skipped: sorted(reasons.skipped),
    accepted: counts.accepted,
    failed: counts.failed,
    failedBy: sorted(reasons.failed),
    uncertain: counts.uncertain,
    open: counts.open,
    everUncertain,
    balance: { holds: accounted === facts.audience, audience: facts.audience, accounted },
    sent: counts.accepted,
  };
}

function placeOf(row: LedgerCount): Place | undefined {
  return row.state === 'skipped' && row.reason === 'held_out' ? 'heldOut' : places[row.state];
}

const sorted = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
