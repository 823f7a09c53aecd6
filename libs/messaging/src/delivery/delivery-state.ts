import type { Transitions } from '#libs/kernel';

/** Where one delivery stands in the ledger. */
export type DeliveryState =
  | 'planned'
  | 'claimed'
  | 'sending'
  | 'accepted'
  | 'deferred'
  | 'failed'
  | 'suppressed'
  | 'skipped'
  | 'uncertain'
  | 'held';

/** Every legal move of a delivery; nothing else changes its state. */
export const deliveryTransitions: Transitions<DeliveryState> = {
  // One that once was uncertain is held, not skipped, when its campaign is cancelled, and accepted when
  // a response proves that the earlier attempt arrived.
  planned: ['sending', 'failed', 'suppressed', 'skipped', 'held', 'accepted'],
  // Of versions before, which claimed what they looked at.
  claimed: ['planned'],
  sending: ['accepted', 'deferred', 'failed', 'uncertain'],
  deferred: ['sending', 'failed', 'suppressed', 'skipped', 'held', 'accepted'],
  // The process came to an end between intent and outcome: it may or may not have arrived.
  uncertain: ['accepted', 'deferred', 'failed', 'held'],
  held: ['accepted', 'deferred'],
  accepted: [],
  // Somebody asked for it to be sent again.
  failed: ['deferred'],
  suppressed: [],
  skipped: [],
};

/** States from which a delivery still moves by itself: a mailing is done when none is left. */
export const openStates = ['planned', 'claimed', 'sending', 'deferred', 'uncertain'] as const;

/** Why a delivery is not sent, or failed. Stable: reports group by it. */
export type DeliveryReason =
  | 'no_address'
  | 'no_consent'
  | 'withdrawn'
  | 'suppressed'
  | 'held_out'
  | 'duplicate_address'
  | 'address_changed'
  | 'cancelled'
  /** They have had as many messages as they may. */
  | 'capped'
  /** What they may still have is left to a campaign that goes first. */
  | 'outranked'
  /** Not yet: it waits for the end of somebody's quiet hours. */
  | 'quiet_hours'
  /** Not yet: a limit on the pace holds it back. */
  | 'paced'
  | 'erased'
  | 'unrenderable'
  | 'rejected'
  | 'expired';
