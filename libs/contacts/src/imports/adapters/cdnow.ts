import { clientHash, moneyPattern } from '../../events/event.js';
import { parseDay } from '../../values/index.js';
import { faultyRow, type AdapterContext, type ImportAdapter, type RowMapper } from './adapter.js';
import { consentsOfAll } from './contacts-csv.js';

function open({ options }: AdapterContext): RowMapper {
  const consents = consentsOfAll(options);
  return (fields, line) => {
    // The one-in-ten sample carries a second customer number behind the first.
    const sample = fields.length === 5;
    const [customer = '', date = '', quantity = '', value = ''] = sample
      ? [fields[0], ...fields.slice(2)]
      : fields;
    if (fields.length !== 4 && !sample)
      return faultyRow(line, null, {
        code: 'import.column_count',
        message: 'A line has a customer, a date, a quantity and an amount.',
      });
    if (!/^\d{1,10}$/.test(customer))
      return faultyRow(line, 'customer_id', {
        code: 'external_id.invalid',
        message: 'The customer is not a number.',
      });
    const day = parseDay(date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
    if (!day.ok) return faultyRow(line, 'date', day.error);
    if (!/^\d{1,9}$/.test(quantity))
      return faultyRow(line, 'number_of_cds', {
        code: 'event.property_invalid',
        message: 'The quantity is not a whole number.',
      });
    if (!moneyPattern.test(value))
      return faultyRow(line, 'dollar_value', {
        code: 'event.value_invalid',
        message: 'The amount is not a decimal number.',
      });
    const target = { by: 'externalId', value: `cdnow-${customer}` } as const;
    return {
      line,
      faults: [],
      contact: {
        target,
        patch: {
          core: { externalId: target.value },
          attributes: new Map(),
          addTags: options.tags,
          removeTags: [],
        },
      },
      consents,
      event: {
        clientHash: clientHash(sample ? 'cdnow-sample' : 'cdnow', String(line)),
        contact: target,
        name: 'purchase',
        occurredAt: new Date(`${day.value}T12:00:00.000Z`),
        value,
        currency: 'USD',
        properties: `{"quantity":${Number(quantity)}}`,
      },
    };
  };
}

/**
 * The CDNOW purchases (Fader and Hardie): lines of customer, day, number of CDs and dollars, parted by
 * blanks. Customer n becomes the contact `cdnow-n`, each line an event `purchase` in USD at noon UTC
 * of its day, since the file knows no hour. Amounts of 0 are kept. The number of the line makes the
 * event idempotent. The one-in-ten sample repeats purchases of the master file under ids of its own.
 */
export const cdnow: ImportAdapter = {
  name: 'cdnow',
  format: 'blank',
  isHeader: ([first = '']) => first === 'customer_id',
  declares: [],
  open,
};
