import type { Words } from '../schema.js';
import { type Sql, not, sql, total } from '../sql.js';
import type { TimesOperator } from '../tree.js';

/** How a count of events is compared. */
export interface Times {
  /** The smallest number that is not a matter of course. */
  readonly least: number;
  readonly holds: (count: number, times: number) => boolean;
  /** `who` makes SQL true of the contacts for whose events HAVING holds; those without form no group. */
  toSql(who: (having?: Sql) => Sql, times: number): Sql;
  /** {event}, {times}, {window} and {where}. */
  readonly say: Words;
  /** For none at all. */
  readonly sayNone: Words;
}

const never: Words = {
  en: 'who did not do {event}{window}{where}',
  th: 'ไม่ได้ทำ {event} เลย{window}{where}',
};

const moreThan = (who: (having?: Sql) => Sql, times: number): Sql =>
  times === 0 ? who() : who(sql`COUNT(*) > ${times}`);

export const timesOperators: { readonly [O in TimesOperator]: Times } = {
  at_least: {
    least: 1,
    holds: (count, times) => count >= times,
    toSql: (who, times) => moreThan(who, times - 1),
    say: {
      en: 'who did {event} at least {times}{window}{where}',
      th: 'ทำ {event} อย่างน้อย {times}{window}{where}',
    },
    sayNone: never,
  },
  at_most: {
    least: 0,
    holds: (count, times) => count <= times,
    toSql: (who, times) => not(total(moreThan(who, times))),
    say: {
      en: 'who did {event} at most {times}{window}{where}',
      th: 'ทำ {event} ไม่เกิน {times}{window}{where}',
    },
    sayNone: never,
  },
  exactly: {
    least: 0,
    holds: (count, times) => count === times,
    toSql: (who, times) => (times === 0 ? not(who()) : who(sql`COUNT(*) = ${times}`)),
    say: {
      en: 'who did {event} exactly {times}{window}{where}',
      th: 'ทำ {event} {times}พอดี{window}{where}',
    },
    sayNone: never,
  },
};
