import { among } from '../among.js';
import type { CompileContext } from '../family.js';
import { type Sql, not, sql } from '../sql.js';
import type { Deeds } from '../tree.js';
import { deedsSql } from './deeds-sql.js';
import { bySummary } from './summary.js';

/** Who did something how often, as SQL about the contacts `c`. */
export interface Who {
  /** `times` of at least 1. */
  atLeast(times: number): Sql;
  /** `times` of at least 1. */
  exactly(times: number): Sql;
  never(): Sql;
}

/** The contacts with events `e` for which HAVING holds; those without any form no group. */
export const whoHaving = (deeds: Deeds, context: CompileContext, having?: Sql): Sql =>
  among({
    from: sql`event e`,
    contact: sql`e.contact_id`,
    where: deedsSql(sql`e`, deeds, context),
    ...(having ? { having } : {}),
  });

/** Looks into what is kept of each contact where that tells, at single events otherwise. */
export function whoDid(deeds: Deeds, context: CompileContext): Who {
  const summary = bySummary(deeds, context);
  const having = (condition?: Sql): Sql => whoHaving(deeds, context, condition);
  const atLeast = (times: number): Sql =>
    summary?.atLeast(times) ?? (times === 1 ? having() : having(sql`COUNT(*) > ${times - 1}`));
  return {
    atLeast,
    exactly: (times) => having(sql`COUNT(*) = ${times}`),
    never: () => summary?.never?.() ?? not(atLeast(1)),
  };
}
