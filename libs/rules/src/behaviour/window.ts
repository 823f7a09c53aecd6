import { readMomentRange } from '../operands/moments.js';
import { readSpan, saySpan } from '../operands/spans.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { type Sql, sql } from '../sql.js';
import { type Axis, type Range, instantText, spanOf } from '../time/axis.js';
import type { Window } from '../tree.js';
import type { Speaker } from '../words/speaker.js';

/** Everything about one kind of window. Within the present an event counts in the range given. */
interface WindowKind<W extends Window> {
  read(reader: Reader): W | undefined;
  range(window: W, axis: Axis): Range;
  /** The presents at which an event of that instant counts; both ends belong to it. */
  during(at: number, window: W, axis: Axis): Range;
  say(window: W, speaker: Speaker): string;
}

type Windows = { readonly [K in Window['kind']]: WindowKind<Extract<Window, { kind: K }>> };

const words: { readonly [K in 'last' | 'between']: Words } = {
  last: { en: ' in the last {span}', th: 'ในช่วง {span}ที่ผ่านมา' },
  between: { en: ' between {from} and {to}', th: ' ระหว่าง {from} ถึง {to}' },
};

const windows: Windows = {
  ever: {
    read: (reader) => {
      reader.object(['kind']);
      return { kind: 'ever' };
    },
    range: () => ({}),
    during: (at) => ({ from: at }),
    say: () => '',
  },
  last: {
    read: (reader) => {
      reader.object(['kind', 'span']);
      const span = readSpan(reader.at('span'));
      return span && { kind: 'last', span };
    },
    range: ({ span }, axis) => ({ from: axis.now - spanOf(span) }),
    during: (at, { span }) => ({ from: at, to: at + spanOf(span) }),
    say: ({ span }, speaker) => speaker.phrase(words.last, { span: saySpan(span, speaker) }),
  },
  between: {
    read: (reader) => {
      reader.object(['kind', 'from', 'to']);
      const range = readMomentRange(reader);
      return range && { kind: 'between', ...range };
    },
    range: ({ from, to }, axis) => ({ from: axis.moment(from).from, to: axis.moment(to).to }),
    during: (at, { from, to }, axis) => {
      const { from: first = -Infinity } = axis.moment(from);
      const { to: last = Infinity } = axis.moment(to);
      return first <= at && at <= last ? { from: at } : { from: Infinity };
    },
    say: ({ from, to }, speaker) =>
      speaker.phrase(words.between, { from: speaker.moment(from), to: speaker.moment(to) }),
  },
};

/** The row of the table for a window. */
export const windowKind = (window: Window): WindowKind<Window> => windows[window.kind];

/** Reads a window; none at all is `ever`. */
export function readWindow(reader: Reader): Window | undefined {
  if (reader.missing) return { kind: 'ever' };
  const kind = reader.at('kind').word(Object.keys(windows) as Window['kind'][]);
  return kind && windows[kind].read(reader);
}

/** The condition on an instant; nothing after the present counts. */
export function inWindow(column: Sql, window: Window, axis: Axis): Sql {
  const { from, to = axis.now } = windowKind(window).range(window, axis);
  const before = sql`${column} <= ${instantText(Math.min(to, axis.now))}`;
  return from === undefined ? before : sql`${column} >= ${instantText(from)} AND ${before}`;
}
