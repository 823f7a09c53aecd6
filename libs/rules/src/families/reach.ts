import { among } from '../among.js';
import type { Family } from '../family.js';
import { byChannel, channels, needsConsent, purposePattern } from '../purposes.js';
import type { Words } from '../schema.js';
import { literal, object, oneWord, pattern } from '../shape.js';
import { type Sql, and, name, not, sql, total } from '../sql.js';
import type { Channel, ReachCondition } from '../tree.js';

const words: { readonly [O in ReachCondition['operator']]: Words } = {
  may: {
    en: 'who may be written to{channel} for the purpose {purpose}',
    th: 'ติดต่อได้{channel} เพื่อวัตถุประสงค์ {purpose}',
  },
  may_not: {
    en: 'who may not be written to{channel} for the purpose {purpose}',
    th: 'ติดต่อไม่ได้{channel} เพื่อวัตถุประสงค์ {purpose}',
  },
};

/** Keyed hashes of the addresses. */
const columns: { readonly [C in Channel]: string } = { email: 'email_hash', sms: 'phone_hash' };

/** As planning decides: an address, not suppressed, and consent where the purpose needs it. */
function maySql({ channel, purpose }: ReachCondition): Sql {
  const hash = sql`c.${name(columns[channel])}`;
  const open = [
    sql`${hash} IS NOT NULL`,
    sql`NOT EXISTS (SELECT 1 FROM suppression s WHERE s.channel = ${channel} AND s.address_hash = ${hash})`,
  ];
  if (!needsConsent(purpose)) return total(and(open));
  const consents = among({
    from: sql`consent_state k`,
    contact: sql`k.contact_id`,
    where: sql`k.channel = ${channel} AND k.purpose = ${purpose} AND k.granted = 1`,
    single: true,
  });
  return total(and([...open, consents]));
}

/** Whether the contact may be written to on a channel for a purpose. */
export const reach: Family<ReachCondition> = {
  shape: object({
    kind: literal('reach'),
    operator: oneWord(['may', 'may_not']),
    channel: oneWord(channels),
    purpose: pattern(purposePattern),
  }),
  read: (reader) => {
    reader.object(['kind', 'operator', 'channel', 'purpose']);
    const operator = reader.at('operator').word(['may', 'may_not'], 'unknown_operator');
    const channel = reader.at('channel').word(channels);
    const place = reader.at('purpose');
    const purpose = place.string();
    if (purpose !== undefined && !purposePattern.test(purpose)) {
      return place.fail('bad_value', 'A purpose such as marketing is expected here.');
    }
    if (!operator || !channel || purpose === undefined) return undefined;
    return { kind: 'reach', operator, channel, purpose };
  },
  check: () => undefined,
  evaluate: ({ operator, channel, purpose }, { facts }) => {
    const may = facts.mayReach(channel, purpose);
    return {
      verdict: may === (operator === 'may'),
      expected: operator,
      found: may ? 'may' : 'may_not',
      changesAt: Infinity,
    };
  },
  toSql: (node) => (node.operator === 'may' ? maySql(node) : not(maySql(node))),
  say: ({ operator, channel, purpose }, { speaker }) =>
    speaker.phrase(words[operator], {
      channel: speaker.phrase(byChannel[channel]),
      purpose: speaker.quote(purpose),
    }),
  needs: (_, found) => void (found.reach = true),
  cost: () => 2,
};
