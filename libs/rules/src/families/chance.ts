import { bucketAt, bucketOf, isShare, shareOf } from '../chance/bucket.js';
import type { Family } from '../family.js';
import type { Reader } from '../reader.js';
import { literal, object, pattern, within } from '../shape.js';
import { sql, total } from '../sql.js';
import type { ChanceCondition } from '../tree.js';

/** Letters that are one byte each in every character set, so that every engine hashes the same. */
export const saltPattern = /^[A-Za-z0-9._-]{1,64}$/;

function readSalt(reader: Reader): string | undefined {
  const salt = reader.string();
  if (salt === undefined || saltPattern.test(salt)) return salt;
  return reader.fail(
    'bad_value',
    'A salt has 1 to 64 letters, digits, dots, dashes or underscores.',
  );
}

function readShare(reader: Reader): number | undefined {
  const share = reader.json;
  // There is no minus zero in JSON.
  if (typeof share === 'number' && isShare(share)) return share === 0 ? 0 : share;
  return reader.fail(
    'bad_value',
    'A share of 0 to 100, with at most four decimals, is expected here.',
  );
}

/**
 * A sticky random draw. The bucket depends on the contact and on the salt in the rule, on nothing else:
 * no rename, no edit of anything else and no passing of time ever moves anybody.
 */
export const chance: Family<ChanceCondition> = {
  shape: object({
    kind: literal('chance'),
    salt: pattern(saltPattern),
    from: within(0, 100),
    to: within(0, 100),
  }),
  read: (reader) => {
    reader.object(['kind', 'salt', 'from', 'to']);
    const salt = readSalt(reader.at('salt'));
    const [from, to] = [readShare(reader.at('from')), readShare(reader.at('to'))];
    if (salt === undefined || from === undefined || to === undefined) return undefined;
    if (from >= to) return reader.at('to').fail('bad_value', 'to must be greater than from.');
    return { kind: 'chance', salt, from, to };
  },
  check: () => undefined,
  evaluate: ({ salt, from, to }, { facts }) => {
    const bucket = bucketOf(salt, facts.id);
    return {
      verdict: bucketAt(from) <= bucket && bucket < bucketAt(to),
      expected: { from, to },
      found: shareOf(bucket),
      changesAt: Infinity,
    };
  },
  toSql: ({ salt, from, to }) => {
    const first = sql`LEFT(MD5(CONCAT(${salt}, ':', c.id)), 8)`;
    const bucket = sql`CAST(CONV(${first}, 16, 10) AS UNSIGNED)`;
    return total(sql`${bucket} BETWEEN ${bucketAt(from)} AND ${bucketAt(to) - 1}`);
  },
  say: ({ salt, from, to }, { speaker }) =>
    speaker.phrase(
      {
        en: 'whom chance puts between {from} % and {to} % (draw {salt})',
        th: 'ถูกสุ่มให้อยู่ในช่วง {from}% ถึง {to}% (การสุ่ม {salt})',
      },
      { from: speaker.number(from), to: speaker.number(to), salt: speaker.quote(salt) },
    ),
  cost: () => 1,
};
