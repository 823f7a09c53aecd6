import { anyOf, listOf, object, ref, text } from '../shape.js';
import type { FieldValues } from '../tree.js';
import { MOST_CONDITIONS } from './limits.js';
import { anyWindow } from './window-shape.js';

/** The kinds that can be asked of an event. */
const kinds: { readonly [K in keyof FieldValues]: K } = {
  text: 'text',
  number: 'number',
  yes_no: 'yes_no',
  date: 'date',
  list: 'list',
};

/** Conditions on an event. */
export const whereShape = listOf(anyOf(...Object.values(kinds).map(ref)), MOST_CONDITIONS, 0);

/** What may be left out of conditions on events. */
export const narrowing = { window: anyWindow, where: whereShape };

/** One step of a sequence. */
export const stepShape = object({ event: text }, { where: whereShape });
