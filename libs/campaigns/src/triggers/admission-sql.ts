import type { Parameter, Statement } from '#libs/rules';
import type { Trigger } from './trigger.js';

const day = 24 * 3600_000;
const text = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 23).replace('T', ' ');

/** What `admit` asks of one contact, as conditions on a contact `c`: for whole audiences. */
export function admissionSql(
  { reentry, cap }: Trigger,
  campaignId: string,
  happenedAt: Date,
): Statement[] {
  const since = (days: number | null) => text(days ? happenedAt.getTime() - days * day : 0);
  const earlier = `FROM firing x WHERE x.campaign_id = ? AND x.contact_id = c.id
    AND x.state <> 'dropped' AND x.happened_at > ?`;
  const bound = (days: number | null): Parameter[] => [campaignId, since(days)];
  const conditions: Statement[] = [];
  if (reentry) {
    const days = reentry.kind === 'once' ? null : reentry.days;
    conditions.push({ sql: `NOT EXISTS (SELECT 1 ${earlier})`, parameters: bound(days) });
  }
  if (cap)
    conditions.push({
      sql: `(SELECT COUNT(*) ${earlier}) < ?`,
      parameters: [...bound(cap.days), cap.times],
    });
  return conditions;
}
