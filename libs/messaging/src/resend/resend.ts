/**
 * What may be sent again, by why it was given up:
 * - `expired`: refused for the time being, for days.
 * - `refused`: refused for good, for a reason that passes or that nobody understood.
 * - `blocked`: refused for our sake; worth it once that is mended.
 * - `unrenderable`: could not be made into a message.
 * - `held`: may have arrived; whoever asks for it takes a second copy into account.
 * - `lifted`: refused as nobody's, and the suppression that followed was taken back.
 *
 * Those refused as nobody's are not, as long as they are suppressed.
 */
export const resendKinds = [
  'expired',
  'refused',
  'blocked',
  'unrenderable',
  'held',
  'lifted',
] as const;
export type ResendKind = (typeof resendKinds)[number];

/** Under which dead letters keep deliveries that could not be made into messages. */
export const unrenderable = 'delivery';

/** How many of each kind there are. */
export type Resendable = Record<ResendKind, number>;
