import { textOf, truthOf } from '../environment.js';
import type { HelperDefinition } from '../environment.js';

/** `{{default contact.firstName "friend"}}`: the second value where the first is missing or blank. */
export const defaultTo: HelperDefinition = {
  name: 'default',
  takes: [2, 2],
  call: ([value, instead]) => (value === 0 || truthOf(value) ? value : instead),
};

/** `{{upper name}}`, by the rules of the language. */
export const upper: HelperDefinition = {
  name: 'upper',
  takes: [1, 1],
  call: ([value], _settings, env) => textOf(value).toLocaleUpperCase(env.locale),
};

/** `{{lower name}}`, by the rules of the language. */
export const lower: HelperDefinition = {
  name: 'lower',
  takes: [1, 1],
  call: ([value], _settings, env) => textOf(value).toLocaleLowerCase(env.locale),
};

/** `{{count order.items}}`: how many there are in a list. */
export const count: HelperDefinition = {
  name: 'count',
  takes: [1, 1],
  call: ([value]) => (Array.isArray(value) ? value.length : 0),
};
