import { numberOf, textSetting } from '../environment.js';
import type { HelperDefinition } from '../environment.js';
import { cached } from './formatters.js';

const formatter = cached((key) => {
  const [locale, currency, display] = key.split('|');
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency ?? 'THB',
    currencyDisplay: display === 'code' || display === 'name' ? display : 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
});

/**
 * `{{money 1290 "THB" display="code"}}`: an amount in units of its currency (baht, not satang), the
 * message's currency by default. `display` is symbol, code or name; the symbol ฿ makes an SMS UCS-2.
 */
export const money: HelperDefinition = {
  name: 'money',
  takes: [1, 2],
  settings: ['display'],
  constant: (values) => values.length === 2,
  call([value, currency], settings, env) {
    const amount = numberOf(value);
    if (amount === undefined) return '';
    const given = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
    const code = given ? currency : (env.currency ?? 'THB');
    const display = textSetting(settings, 'display') ?? 'symbol';
    return formatter(`${env.locale}|${code}|${display}`).format(amount);
  },
};
