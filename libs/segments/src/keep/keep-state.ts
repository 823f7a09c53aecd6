import type { Transitions } from '#libs/kernel';

/**
 * How far a segment's membership is.
 * - `off`: nobody is kept.
 * - `building`: the members of a new generation are searched; the old one, if any, serves.
 * - `settling`: contacts that changed meanwhile are judged again; both generations are kept.
 * - `switching`: both stand still while their difference is signalled.
 * - `kept`: who is in is kept.
 */
export type KeepState = 'off' | 'building' | 'settling' | 'switching' | 'kept';

/** Every legal move; nothing else changes a state. */
export const keepTransitions: Transitions<KeepState> = {
  off: ['building'],
  building: ['building', 'settling', 'switching', 'off'],
  settling: ['building', 'switching', 'off'],
  switching: ['kept', 'off'],
  kept: ['building', 'switching'],
};
