import type { HelperDefinition } from '../environment.js';
import { comparisons, logic } from './compare.js';
import { date } from './date.js';
import { money } from './money.js';
import { number } from './number.js';
import { plural } from './plural.js';
import { count, defaultTo, lower, upper } from './text.js';

/** Everything that an author may call, by name. `t`, `if`, `unless` and `each` belong to the grammar. */
export const helpers: ReadonlyMap<string, HelperDefinition> = new Map(
  [date, money, number, plural, defaultTo, upper, lower, count, ...comparisons, ...logic].map(
    (helper) => [helper.name, helper],
  ),
);
