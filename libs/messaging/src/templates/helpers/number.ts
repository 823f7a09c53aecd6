import { numberOf, textSetting } from '../environment.js';
import type { HelperDefinition } from '../environment.js';
import { cached } from './formatters.js';

const formatter = cached((key) => {
  const [locale, style, digits] = key.split('|');
  const fixed = digits === '' ? {} : { minimumFractionDigits: Number(digits) };
  return new Intl.NumberFormat(locale, {
    style: style === 'percent' ? 'percent' : 'decimal',
    ...fixed,
    maximumFractionDigits: digits === '' ? 3 : Number(digits),
  });
});

/**
 * `{{number value digits=2 style="percent"}}`: a number with the separators of the language. Percent
 * takes a fraction: 0.25 is 25 %.
 */
export const number: HelperDefinition = {
  name: 'number',
  takes: [1, 1],
  settings: ['digits', 'style'],
  constant: () => true,
  call([value], settings, env) {
    const amount = numberOf(value);
    if (amount === undefined) return '';
    const asked = numberOf(settings['digits']);
    const digits = asked === undefined ? '' : String(Math.min(20, Math.max(0, Math.trunc(asked))));
    return formatter(`${env.locale}|${textSetting(settings, 'style') ?? ''}|${digits}`).format(
      amount,
    );
  },
};
