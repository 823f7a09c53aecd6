import type { Words } from '../schema.js';
import { type Sql, not } from '../sql.js';
import type { TimesOperator } from '../tree.js';
import type { Who } from './who.js';

/** How a count of events is compared. */
export interface Times {
  /** The smallest number that is not a matter of course. */
  readonly least: number;
  readonly holds: (count: number, times: number) => boolean;
  /** From this count on, fewer can turn the verdict. */
  readonly turning: (times: number) => number;
  /** Whether nothing matters but that there is one at all. */
  readonly whether: (times: number) => boolean;
  toSql(who: Who, times: number): Sql;
  /** {event}, {times}, {window} and {where}. */
  readonly say: Words;
  /** For none at all. */
  readonly sayNone: Words;
}

const never: Words = {
  en: 'who did not do {event}{window}{where}',
  th: 'ไม่ได้ทำ {event} เลย{window}{where}',
};

export const timesOperators: { readonly [O in TimesOperator]: Times } = {
  at_least: {
    least: 1,
    holds: (count, times) => count >= times,
    turning: (times) => times,
    whether: (times) => times === 1,
    toSql: (who, times) => who.atLeast(times),
    say: {
      en: 'who did {event} at least {times}{window}{where}',
      th: 'ทำ {event} อย่างน้อย {times}{window}{where}',
    },
    sayNone: never,
  },
  at_most: {
    least: 0,
    holds: (count, times) => count <= times,
    turning: (times) => times + 1,
    whether: (times) => times === 0,
    toSql: (who, times) => (times === 0 ? who.never() : not(who.atLeast(times + 1))),
    say: {
      en: 'who did {event} at most {times}{window}{where}',
      th: 'ทำ {event} ไม่เกิน {times}{window}{where}',
    },
    sayNone: never,
  },
  exactly: {
    least: 0,
    holds: (count, times) => count === times,
    turning: (times) => Math.max(times, 1),
    whether: (times) => times === 0,
    toSql: (who, times) => (times === 0 ? who.never() : who.exactly(times)),
    say: {
      en: 'who did {event} exactly {times}{window}{where}',
      th: 'ทำ {event} {times}พอดี{window}{where}',
    },
    sayNone: never,
  },
};
