import type { BounceVerdict } from '../../bounces/bounce-class.js';
import type { SendOutcome } from '../../channels/channel.js';

/** What a command_status says. */
type Meaning =
  /** Too much at a time: the connection is to slow down, and the message comes later. */
  | 'throttled'
  | 'deferred'
  /** Every message would get it. */
  | 'unavailable'
  | BounceVerdict;

const bad = (rule: string): BounceVerdict => ({ class: 'block', rule });

/** SMPP 3.4 section 5.1.3, table 5-2. What is not here nobody has understood. */
const statuses: Readonly<Record<number, readonly [name: string, meaning: Meaning]>> = {
  0x01: ['ESME_RINVMSGLEN', bad('too_large')],
  0x02: ['ESME_RINVCMDLEN', bad('content')],
  0x03: ['ESME_RINVCMDID', bad('content')],
  0x04: ['ESME_RINVBNDSTS', 'unavailable'],
  0x05: ['ESME_RALYBND', 'unavailable'],
  0x06: ['ESME_RINVPRTFLG', bad('content')],
  0x07: ['ESME_RINVREGDLVFLG', bad('content')],
  0x08: ['ESME_RSYSERR', 'deferred'],
  0x0a: ['ESME_RINVSRCADR', bad('sender_rejected')],
  0x0b: ['ESME_RINVDSTADR', { class: 'hard', rule: 'bad_number' }],
  0x0d: ['ESME_RBINDFAIL', 'unavailable'],
  0x0e: ['ESME_RINVPASWD', 'unavailable'],
  0x0f: ['ESME_RINVSYSID', 'unavailable'],
  0x14: ['ESME_RMSGQFUL', 'throttled'],
  0x15: ['ESME_RINVSERTYP', bad('content')],
  0x43: ['ESME_RINVESMCLASS', bad('content')],
  0x45: ['ESME_RSUBMITFAIL', bad('rejected')],
  0x48: ['ESME_RINVSRCTON', bad('sender_rejected')],
  0x49: ['ESME_RINVSRCNPI', bad('sender_rejected')],
  0x50: ['ESME_RINVDSTTON', bad('content')],
  0x51: ['ESME_RINVDSTNPI', bad('content')],
  0x53: ['ESME_RINVSYSTYP', 'unavailable'],
  0x58: ['ESME_RTHROTTLED', 'throttled'],
  0x61: ['ESME_RINVSCHED', bad('content')],
  0x62: ['ESME_RINVEXPIRY', bad('content')],
  0x64: ['ESME_RX_T_APPN', 'deferred'],
  0x65: ['ESME_RX_P_APPN', bad('rejected')],
  0x66: ['ESME_RX_R_APPN', bad('rejected')],
};

/** The name that SMPP 3.4 gives a status; its number where it gives none. */
export const nameOfStatus = (status: number): string =>
  statuses[status]?.[0] ?? `0x${status.toString(16).padStart(8, '0')}`;

/** Whether the connection is to slow down. */
export const isThrottled = (status: number): boolean => statuses[status]?.[1] === 'throttled';

/** What the answer to submit_sm means for the message. */
export function outcomeOfStatus(status: number): SendOutcome {
  if (status === 0) return { state: 'accepted', code: 0, providerId: null };
  const meaning = statuses[status]?.[1] ?? { class: 'unknown', rule: 'unknown' };
  const text = nameOfStatus(status);
  if (meaning === 'unavailable') return { state: 'unavailable', why: text };
  // The ledger's column has 16 bits; vendors' own statuses are below 0x500.
  const code = Math.min(status, 0xffff);
  if (typeof meaning === 'string') return { state: 'deferred', code, status: null, text };
  return { state: 'failed', code, status: null, text, verdict: meaning };
}
