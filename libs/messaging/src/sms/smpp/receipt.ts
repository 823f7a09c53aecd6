import type { Pdu } from 'smpp';
import type { BounceVerdict } from '../../bounces/bounce-class.js';
import type { SmsArrival, SmsReceipt } from '../signals.js';

/** Kind of a deliver_sm, bits 5 to 2 of esm_class (SMPP 3.4 section 5.2.12). */
const kindMask = 0x3c;
const receiptKind = 0x04;
const intermediateKind = 0x20;

/** message_state (SMPP 3.4 section 5.2.28) and the words of Appendix B. */
const states = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'] as const; // prettier-ignore

const verdicts: Readonly<Record<string, BounceVerdict>> = {
  EXPIRED: { class: 'soft', rule: 'expired' },
  DELETED: { class: 'block', rule: 'deleted' },
  UNDELIV: { class: 'unknown', rule: 'undeliverable' },
  REJECTD: { class: 'block', rule: 'rejected' },
};

/**
 * unknownSubscriber of GSM networks (3GPP TS 29.002 section 17.6.6), which centres pass on as the
 * receipt's error: nobody has the number.
 */
const unknownSubscriber = 1;

/** What a deliver_sm brings: a receipt, a message, or nothing that concerns us. */
export function readDeliverSm(pdu: Pdu): { receipt: SmsReceipt } | { arrival: SmsArrival } | null {
  const kind = Number(pdu.esm_class ?? 0) & kindMask;
  if (kind === receiptKind || kind === intermediateKind) return { receipt: receiptOf(pdu) };
  if (kind !== 0) return null;
  const text = textOf(pdu);
  if (text === null) return null;
  const from = numberOf(pdu, 'source');
  return { arrival: { source: 'smpp', id: null, from, to: numberOf(pdu, 'dest'), text } };
}

function receiptOf(pdu: Pdu): SmsReceipt {
  const words = textOf(pdu) ?? '';
  const field = (name: string): string =>
    new RegExp(`(?:^|[\\s,])${name}:\\s*(\\S+)`, 'i').exec(words)?.[1] ?? '';
  const state = states[Number(pdu.message_state)] || field('stat').toUpperCase();
  const error = errorOf(pdu) ?? (/^\d{1,5}$/.test(field('err')) ? Number(field('err')) : null);
  return {
    source: 'smpp',
    partId: textIn(pdu.receipted_message_id) || field('id'),
    // A receipt comes from whom the message was for.
    to: numberOf(pdu, 'source'),
    state:
      state === 'DELIVRD'
        ? 'delivered'
        : Object.hasOwn(verdicts, state)
          ? 'undelivered'
          : 'passed_on',
    verdict: verdictOf(state, error),
    code: error,
    text: `stat:${state} err:${error ?? ''}`,
    at: null,
  };
}

function verdictOf(state: string, error: number | null): BounceVerdict | null {
  const verdict = Object.hasOwn(verdicts, state) ? verdicts[state]! : null;
  const isGone = (state === 'UNDELIV' || state === 'REJECTD') && error === unknownSubscriber;
  return isGone ? { class: 'hard', rule: 'no_such_number' } : verdict;
}

/** network_error_code (SMPP 3.4 section 5.3.2.31): the network's type, and its error in 16 bits. */
function errorOf({ network_error_code: bytes }: Pdu): number | null {
  return Buffer.isBuffer(bytes) && bytes.length === 3 ? bytes.readUInt16BE(1) : null;
}

/** The package has decoded it by its data_coding; what it could not decode is binary, and no text. */
function textOf(pdu: Pdu): string | null {
  for (const field of [pdu.short_message, pdu.message_payload]) {
    const { message, udh } = (field ?? {}) as { message?: unknown; udh?: Buffer[] };
    if (typeof message === 'string' && message !== '') return `${partMark(udh)}${message}`;
  }
  return null;
}

/** Parts of a long message are kept as they come: waiting for all could lose what was acknowledged. */
function partMark(udh: readonly Buffer[] | undefined): string {
  const part = udh?.find((element) => element[0] === 0x00 || element[0] === 0x08);
  if (!part) return '';
  const [seq, total] = [part.at(-1)!, part.at(-2)!];
  return total > 1 ? `(${seq}/${total}) ` : '';
}

/** With a + where the type of number says that its country is in it. */
function numberOf(pdu: Pdu, end: 'source' | 'dest'): string {
  const address = textIn(end === 'source' ? pdu.source_addr : pdu.destination_addr);
  return pdu[`${end}_addr_ton`] === 1 && /^\d/.test(address) ? `+${address}` : address;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
