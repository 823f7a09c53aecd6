import { createHash } from 'node:crypto';
import type { Fields } from 'smpp';
import type { SmsMessage } from '../../channels/channel.js';
import { splitSms } from '../../templates/sms.js';

/** SMPP 3.4 section 5.2.19. */
const dataCoding = { 'GSM-7': 0x00, 'UCS-2': 0x08 } as const;
/** A user data header stands before the text (SMPP 3.4 section 5.2.12). */
const udhIndicator = 0x40;
/** A receipt is wanted, of success and of failure (SMPP 3.4 section 5.2.17). */
const registeredDelivery = 0x01;

/** Type and plan of a number, SMPP 3.4 sections 5.2.5 and 5.2.6. */
interface Numbering {
  ton: number;
  npi: number;
  address: string;
}

/** A name; a number with its country; or a short code, which only the network knows. */
export function senderOf(from: string): Numbering {
  if (/[^+\d]/.test(from)) return { ton: 5, npi: 0, address: from };
  const digits = from.replace(/^\+/, '');
  const isShort = !from.startsWith('+') && digits.length <= 8;
  return isShort ? { ton: 3, npi: 0, address: digits } : { ton: 1, npi: 1, address: digits };
}

/**
 * The submit_sm of a message, one a part. Parts of one message carry a header with a reference of 8 bits
 * (3GPP TS 23.040 section 9.2.3.24.1), the same at every attempt, so that a telephone that has some
 * parts from an earlier one puts all together.
 */
export function submitsOf({ messageId, from, to, text }: SmsMessage): Fields[] {
  const { encoding, parts } = splitSms(text);
  const reference = createHash('sha256').update(messageId).digest()[0]!;
  const source = senderOf(from);
  return parts.map((units, at) => {
    const header =
      parts.length > 1 ? Buffer.from([5, 0, 3, reference, parts.length, at + 1]) : Buffer.alloc(0);
    return {
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: source.address,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: to.replace(/^\+/, ''),
      esm_class: parts.length > 1 ? udhIndicator : 0,
      registered_delivery: registeredDelivery,
      data_coding: dataCoding[encoding],
      short_message: Buffer.concat([header, bytesOf(units, encoding)]),
    };
  });
}

/** Septets unpacked, an octet each, as centres take their default alphabet; UCS-2 big-endian. */
function bytesOf(units: readonly number[], encoding: 'GSM-7' | 'UCS-2'): Buffer {
  if (encoding === 'GSM-7') return Buffer.from(units);
  const bytes = Buffer.alloc(units.length * 2);
  units.forEach((unit, at) => bytes.writeUInt16BE(unit, at * 2));
  return bytes;
}
