import { dayOf } from '#libs/kernel';
import { fieldFamily } from '../fields/field-family.js';
import { after } from '../date/after.js';
import { anniversaryWithinNext } from '../date/anniversary.js';
import { before } from '../date/before.js';
import { between } from '../date/between.js';
import { monthIs, weekdayIs } from '../date/calendar.js';
import { inPeriod } from '../date/in-period.js';
import { moreThanAgo } from '../date/more-than-ago.js';
import { on } from '../date/on.js';
import { withinLast } from '../date/within-last.js';
import { withinNext } from '../date/within-next.js';
import { isNotSet, isSet } from '../fields/is-set.js';
import type { Axis } from '../time/axis.js';

/** One calendar day or one instant. */
export const date = fieldFamily<'date', number, Axis>({
  kind: 'date',
  fields: ['date', 'datetime'],
  at: (field, present) => (field.kind === 'date' ? present.days : present.instants),
  found: (fact) => (fact instanceof Date ? fact.getTime() : dayOf(String(fact))),
  operators: {
    before,
    after,
    on,
    between,
    within_last: withinLast,
    more_than_ago: moreThanAgo,
    within_next: withinNext,
    anniversary_within_next: anniversaryWithinNext,
    in_period: inPeriod,
    weekday_is: weekdayIs,
    month_is: monthIs,
    is_set: isSet,
    is_not_set: isNotSet,
  },
});
