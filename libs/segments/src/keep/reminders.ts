import { compile, soonest, type Rule, type Schema, type Statement } from '#libs/rules';

/**
 * The part of a rule that time does not touch and that must hold: whom it does not hold for, time alone
 * does not let in. null when there is none.
 */
export function timeless(rule: Rule, schema: Schema, now: Date): Rule | null {
  if (rule.where.kind !== 'all') return null;
  const of = rule.where.of.filter(
    (where) => soonest({ version: 1, where }, schema, now).length === 0,
  );
  return of.length > 0 ? { version: 1, where: { kind: 'all', of } } : null;
}

/**
 * Statements that select `contact_id, at`: when to look again at whom, at the latest, because of time
 * alone. Whoever fails what time does not touch is left out.
 */
export function reminders(rule: Rule, schema: Schema, now: Date): Statement[] {
  const lasting = timeless(rule, schema, now);
  const all = soonest(rule, schema, now);
  if (lasting === null) return all;
  const holds = compile(lasting, schema, now);
  return all.map(({ sql, parameters }) => ({
    sql: `SELECT d.contact_id, d.at FROM (${sql}) d JOIN (${holds.sql}) h ON h.id = d.contact_id`,
    parameters: [...parameters, ...holds.parameters],
  }));
}
