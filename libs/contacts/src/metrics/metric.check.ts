import type { ErrorPlace } from '#libs/kernel';
import { attributeName } from '../attributes/attribute.js';
import { isCurrency } from '../events/currency.js';
import { eventNamePattern } from '../events/event.js';
import { parseText } from '../values/index.js';
import { dimensionsOf, moneyKinds, type MetricDeclaration } from './metric.js';

/** Three years: what came before says little of how somebody buys. */
export const maxPeriodDays = 1096;

/** Names that would reach into a prototype. */
const reserved = new Set(['constructor', 'prototype']);

type Labels = Pick<MetricDeclaration, 'labelEn' | 'labelTh'>;

const fault = (place: string, code: string, message: string): ErrorPlace => ({
  place,
  code: `metric.${code}`,
  message,
});

export function checkLabels({ labelEn, labelTh }: Labels): ErrorPlace[] {
  return Object.entries({ labelEn, labelTh }).flatMap(([name, label]) => {
    const verdict = parseText(label, { max: 100, maxFolded: 500 });
    return verdict.ok ? [] : [fault(`/${name}`, 'label_invalid', verdict.error.message)];
  });
}

/** Everything that is wrong with a declaration. */
export function checkMetric(metric: MetricDeclaration): ErrorPlace[] {
  const { name, kind, event, currency, periodDays } = metric;
  const faults = checkLabels(metric);
  if (!attributeName.test(name) || reserved.has(name))
    faults.push(fault('/name', 'name_invalid', 'A name has the form [a-z][a-z0-9_]{0,63}.'));
  if (!eventNamePattern.test(event))
    faults.push(fault('/event', 'event_invalid', 'Events have no such names.'));
  if (moneyKinds.has(kind) && (currency === null || !isCurrency(currency)))
    faults.push(fault('/currency', 'currency_needed', 'Money is counted in an ISO 4217 currency.'));
  if (!moneyKinds.has(kind) && currency !== null)
    faults.push(fault('/currency', 'currency_unwanted', 'Only money has a currency.'));
  const scored = dimensionsOf[kind] !== undefined;
  if (scored && !(periodDays !== null && periodDays >= 1 && periodDays <= maxPeriodDays))
    faults.push(
      fault('/periodDays', 'period_needed', `Scores compare 1 to ${maxPeriodDays} days of events.`),
    );
  if (!scored && periodDays !== null)
    faults.push(fault('/periodDays', 'period_unwanted', 'Only scores are about a period.'));
  return faults;
}
