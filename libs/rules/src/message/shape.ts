import { windowOf } from '../behaviour/window-shape.js';
import { idPattern } from '../ids.js';
import { channels } from '../purposes.js';
import { type Shape, anyOf, literal, object, oneWord, orNull, pattern, whole } from '../shape.js';
import type { MessageWindow } from '../tree.js';
import { whats } from './whats.js';

/** The windows that messages are looked for in. */
export const messageWindows: readonly MessageWindow['kind'][] = ['ever', 'last', 'between'];

/** response.link_position is a SMALLINT. */
export const LAST_LINK = 65_535;

const base = (names: readonly string[], more: { readonly [property: string]: Shape }): Shape =>
  object(
    {
      kind: literal('message'),
      operator: oneWord(['did', 'did_not']),
      what: oneWord(names),
    },
    {
      campaign: orNull(pattern(idPattern)),
      channel: orNull(oneWord(channels)),
      window: windowOf(messageWindows),
      link: { type: 'null' },
      machines: literal(false),
      ...more,
    },
  );

const machines: Shape = { type: 'boolean' };
const all = Object.entries(whats);
const names = (wanted: boolean): string[] =>
  all
    .filter(([name, what]) => what.machines === wanted && name !== 'clicked')
    .map(([name]) => name);

/** Only a click is on a link; machines only open and click. */
export const messageShape: Shape = anyOf(
  base(['clicked'], { link: orNull(whole(0, LAST_LINK)), machines }),
  base(names(true), { machines }),
  base(names(false), {}),
);
