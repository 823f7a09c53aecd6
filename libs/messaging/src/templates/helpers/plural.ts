import { numberOf, textSetting } from '../environment.js';
import type { HelperDefinition } from '../environment.js';
import { cached } from './formatters.js';

const rules = cached((locale) => new Intl.PluralRules(locale));
const numbers = cached((locale) => new Intl.NumberFormat(locale));

/**
 * `{{plural count one="# item" other="# items"}}`: the form that the language asks for (Unicode
 * CLDR plural categories; Thai knows only `other`). `#` is the number.
 */
export const plural: HelperDefinition = {
  name: 'plural',
  takes: [1, 1],
  settings: ['zero', 'one', 'two', 'few', 'many', 'other'],
  constant: () => true,
  call([value], settings, env) {
    const count = numberOf(value);
    if (count === undefined) return '';
    const category = rules(env.locale).select(count);
    const none = count === 0 ? textSetting(settings, 'zero') : undefined;
    const form = none ?? textSetting(settings, category) ?? textSetting(settings, 'other') ?? '';
    return form.replaceAll('#', numbers(env.locale).format(count));
  },
};
