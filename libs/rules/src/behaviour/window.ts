import { type Day, DAY } from '#libs/kernel';
import { readMomentRange } from '../operands/moments.js';
import { onePeriod, readSpan, saySpan } from '../operands/spans.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { type Sql, sql } from '../sql.js';
import { type Axis, type Range, instantText, spanOf } from '../time/axis.js';
import { periods } from '../time/periods.js';
import type { Period, PlainWindow, Window } from '../tree.js';
import type { Speaker } from '../words/speaker.js';

/** The last present at which an event of an instant counts, which it does from that instant on. */
export type Until = (at: number) => number;

/** Everything about one kind of window. Within the present an event counts in the range given. */
interface Kind<W extends PlainWindow> {
  read(reader: Reader): W | undefined;
  range(window: W, axis: Axis): Range;
  /** Tells of an instant the last present at which an event then counts; -Infinity when it never will. */
  until(window: W, axis: Axis): Until;
  /** How far back from the present it reaches at most, milliseconds. */
  reach(window: W): number;
  say(window: W, speaker: Speaker): string;
}

interface WindowKind<W extends PlainWindow> extends Kind<W> {
  /** The presents at which an event of that instant counts; both ends belong to it. */
  during(at: number, window: W, axis: Axis): Range;
}

type Windows = {
  readonly [K in PlainWindow['kind']]: WindowKind<Extract<PlainWindow, { kind: K }>>;
};

const kindOf = <W extends PlainWindow>(kind: Kind<W>): WindowKind<W> => ({
  ...kind,
  during: (at, window, axis) => {
    const to = kind.until(window, axis)(at);
    return to < at ? { from: Infinity } : { from: at, to };
  },
});

const words: { readonly [K in 'last' | 'between' | 'period']: Words } = {
  last: { en: ' in the last {span}', th: 'ในช่วง {span}ที่ผ่านมา' },
  between: { en: ' between {from} and {to}', th: ' ระหว่าง {from} ถึง {to}' },
  period: { en: ' {period}', th: 'ใน{period}' },
};

/** No period is longer, whatever a zone did to its days. */
const longest: { readonly [P in Period]: number } = {
  today: 3 * DAY,
  this_week: 9 * DAY,
  this_month: 33 * DAY,
};

const windows: Windows = {
  ever: kindOf({
    read: (reader) => {
      reader.object(['kind']);
      return { kind: 'ever' };
    },
    range: () => ({}),
    until: () => () => Infinity,
    reach: () => Infinity,
    say: () => '',
  }),
  last: kindOf({
    read: (reader) => {
      reader.object(['kind', 'span']);
      const span = readSpan(reader.at('span'));
      return span && { kind: 'last', span };
    },
    range: ({ span }, axis) => ({ from: axis.now - spanOf(span) }),
    until: ({ span }) => {
      const length = spanOf(span);
      return (at) => at + length;
    },
    reach: ({ span }) => spanOf(span),
    say: ({ span }, speaker) => speaker.phrase(words.last, { span: saySpan(span, speaker) }),
  }),
  between: kindOf({
    read: (reader) => {
      reader.object(['kind', 'from', 'to']);
      const range = readMomentRange(reader);
      return range && { kind: 'between', ...range };
    },
    range: ({ from, to }, axis) => ({ from: axis.moment(from).from, to: axis.moment(to).to }),
    until: ({ from, to }, axis) => {
      const { from: first = -Infinity } = axis.moment(from);
      const { to: last = Infinity } = axis.moment(to);
      return (at) => (first <= at && at <= last ? Infinity : -Infinity);
    },
    reach: () => Infinity,
    say: ({ from, to }, speaker) =>
      speaker.phrase(words.between, { from: speaker.moment(from), to: speaker.moment(to) }),
  }),
  period: kindOf({
    read: (reader) => {
      reader.object(['kind', 'period']);
      const period = onePeriod.read(reader.at('period'));
      return period && { kind: 'period', period };
    },
    range: ({ period }, axis) => axis.days(...periods[period](axis.today)),
    until: ({ period }, axis) => {
      const lastOf = (day: Day): number => axis.days(...periods[period](day)).to ?? Infinity;
      const { from = -Infinity } = axis.days(...periods[period](axis.today));
      const last = lastOf(axis.today);
      return (at) => {
        if (at < from) return -Infinity;
        return at <= last ? last : lastOf(axis.dayAt(at));
      };
    },
    reach: ({ period }) => longest[period],
    say: ({ period }, speaker) =>
      speaker.phrase(words.period, { period: onePeriod.say(period, speaker) }),
  }),
};

const plain = Object.keys(windows) as PlainWindow['kind'][];

/** The row of the table for a window. */
export const windowKind = (window: PlainWindow): WindowKind<PlainWindow> => windows[window.kind];

/** The condition on an instant; nothing after the present counts. */
export function inWindow(column: Sql, window: PlainWindow, axis: Axis): Sql {
  const { from, to = axis.now } = windowKind(window).range(window, axis);
  const before = sql`${column} <= ${instantText(Math.min(to, axis.now))}`;
  return from === undefined ? before : sql`${column} >= ${instantText(from)} AND ${before}`;
}

/** Reads a window; none at all is `ever`. */
export function readWindow(reader: Reader): Window | undefined {
  if (reader.missing) return { kind: 'ever' };
  const kind = reader.at('kind').word<Window['kind']>([...plain, 'since']);
  if (kind !== 'since') return kind && windows[kind].read(reader);
  reader.object(['kind', 'event']);
  const event = reader.at('event').string();
  return event === undefined ? undefined : { kind: 'since', event };
}
