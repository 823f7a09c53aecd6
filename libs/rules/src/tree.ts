/**
 * The rule language: a frozen JSON tree, one discriminated union. Only data stands here; what a kind
 * means stands in families/, one file a kind. A value of null means that the operator takes none; it
 * is left out of the JSON.
 */
/** A rule as it is kept. */
export interface Rule {
  readonly version: 1;
  readonly where: Node;
}

/** Operators on a text and what each compares with. */
export interface TextValues {
  is: string;
  is_not: string;
  one_of: readonly string[];
  none_of: readonly string[];
  contains: string;
  does_not_contain: string;
  starts_with: string;
  ends_with: string;
  is_set: null;
  is_not_set: null;
}

/** Both ends belong to the range. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface NumberValues {
  is: number;
  is_not: number;
  less_than: number;
  at_most: number;
  more_than: number;
  at_least: number;
  between: NumberRange;
  is_set: null;
  is_not_set: null;
}

export interface YesNoValues {
  is_true: null;
  is_false: null;
  is_set: null;
  is_not_set: null;
}

/** A calendar day `2026-03-01`, or an instant in UTC with milliseconds `2026-03-01T09:30:00.000Z`. */
export type Moment = string;

/** Both ends belong to the range: a day through its last millisecond. */
export interface MomentRange {
  readonly from: Moment;
  readonly to: Moment;
}

/** A rolling length of time; a day is 24 hours. */
export type Span = { readonly days: number } | { readonly hours: number };

/** A calendar window that contains the present, in the organisation's zone; weeks start on Monday. */
export type Period = 'today' | 'this_week' | 'this_month';

export interface DateValues {
  before: Moment;
  after: Moment;
  on: string;
  between: MomentRange;
  within_last: Span;
  more_than_ago: Span;
  within_next: Span;
  anniversary_within_next: { readonly days: number };
  in_period: Period;
  /** 1 Monday to 7 Sunday (ISO 8601). */
  weekday_is: readonly number[];
  /** 1 January to 12 December. */
  month_is: readonly number[];
  is_set: null;
  is_not_set: null;
}

export interface ListValues {
  any_of: readonly string[];
  all_of: readonly string[];
  none_of: readonly string[];
  size_is: number;
  size_at_least: number;
  size_at_most: number;
  is_empty: null;
  is_not_empty: null;
}

/** The kinds that look at one field, with their operators. */
export interface FieldValues {
  text: TextValues;
  number: NumberValues;
  yes_no: YesNoValues;
  date: DateValues;
  list: ListValues;
}

export type FieldCondition<K extends keyof FieldValues = keyof FieldValues> = {
  [P in K]: {
    [O in keyof FieldValues[P]]: {
      readonly kind: P;
      readonly field: string;
      readonly operator: O;
      readonly value: FieldValues[P][O];
    };
  }[keyof FieldValues[P]];
}[K];

/** A window that the present and the zone settle. */
export type PlainWindow =
  | { readonly kind: 'ever' }
  | { readonly kind: 'last'; readonly span: Span }
  | { readonly kind: 'between'; readonly from: Moment; readonly to: Moment }
  | { readonly kind: 'period'; readonly period: Period };

/** Strictly after the last event of a name at or before the present; empty as long as there is none. */
export interface SinceWindow {
  readonly kind: 'since';
  readonly event: string;
}

/** When an event must have happened. Nothing after the present counts, whatever the window says. */
export type Window = PlainWindow | SinceWindow;

/**
 * Some kind of event: those of a name, `*` standing for every name, of which all of `where` hold. Its
 * fields are `value`, `currency`, and `properties.<path>` of any kind.
 */
export interface EventKind {
  readonly event: string;
  readonly where: readonly FieldCondition[];
}

/** What a contact did: events of a kind, within a window. */
export interface Deeds extends EventKind {
  readonly window: Window;
}

export type TimesOperator = 'at_least' | 'at_most' | 'exactly';

/** How often a contact did something. */
export interface EventCondition extends Deeds {
  readonly kind: 'event';
  readonly operator: TimesOperator;
  readonly times: number;
}

/** An operator with the value that belongs to it. */
export type Comparison<Values> = {
  [O in keyof Values]: { readonly operator: O; readonly value: Values[O] };
}[keyof Values];

export type AggregateValues = Omit<NumberValues, 'is_set' | 'is_not_set'>;
export type AggregateOf = 'sum' | 'average' | 'minimum' | 'maximum' | 'distinct';

/**
 * What a value of events comes to. Of no value at all there is no sum, average, minimum or maximum:
 * only `is_not` holds of that; there are 0 distinct ones.
 */
export type AggregateCondition = Deeds & {
  readonly kind: 'aggregate';
  readonly of: AggregateOf;
  /** `value`, or `properties.<path>`. */
  readonly field: string;
} & Comparison<AggregateValues>;

/** The operators that an instant of the past can be asked. */
export type OccurrenceValues = Pick<
  DateValues,
  'before' | 'after' | 'on' | 'between' | 'within_last' | 'more_than_ago' | 'in_period'
>;

/** When something was done for the first or the last time, up to the present. */
export type OccurrenceCondition = EventKind & {
  readonly kind: 'occurrence';
  readonly which: 'first' | 'last';
} & Comparison<OccurrenceValues>;

/**
 * One thing after another: some event `first` in the window that a `then` followed, later by at most
 * `within`; or one that none followed, and for which the time is over. Both are statements about some
 * `first`: one is not the complement of the other.
 */
export interface SequenceCondition {
  readonly kind: 'sequence';
  readonly first: EventKind;
  readonly then: EventKind;
  readonly operator: 'followed' | 'not_followed';
  readonly within: Span;
  readonly window: Window;
  /** A property `properties.<path>` that both must share; a first without it is followed by nothing. */
  readonly by?: string;
}

export interface SegmentCondition {
  readonly kind: 'segment';
  readonly operator: 'in' | 'not_in';
  /** The segment's id. */
  readonly segment: string;
}

export type Channel = 'email' | 'sms';

/** What can become of a message. `received`: sent, and nothing has bounced so far. */
export type MessageWhat =
  | 'sent'
  | 'received'
  | 'opened'
  | 'clicked'
  | 'replied'
  | 'bounced'
  | 'complained'
  | 'unsubscribed';

/** The windows that messages are looked for in. */
export type MessageWindow = Extract<Window, { readonly kind: 'ever' | 'last' | 'between' }>;

/** Whether it happened with any message to the contact, within the window. */
export interface MessageCondition {
  readonly kind: 'message';
  readonly operator: 'did' | 'did_not';
  readonly what: MessageWhat;
  /** The campaign's id; null for any. */
  readonly campaign: string | null;
  /** null for any. */
  readonly channel: Channel | null;
  readonly window: MessageWindow;
  /** Only with clicked: the link's position in the message, counted from 0; null for any. */
  readonly link: number | null;
  /** Only with opened and clicked: mail programs and scanners count like people. */
  readonly machines: boolean;
}

/** Whether the contact may be written to, as it is decided when a campaign is planned. */
export interface ReachCondition {
  readonly kind: 'reach';
  readonly operator: 'may' | 'may_not';
  readonly channel: Channel;
  /** `transactional` needs no consent, every other purpose does. */
  readonly purpose: string;
}

export interface ListCondition {
  readonly kind: 'on_list';
  readonly operator: 'on' | 'not_on';
  /** The list's id. */
  readonly list: string;
}

/** A sticky draw: the contact's place among all, by a hash of salt and id, is in a range. */
export interface ChanceCondition {
  readonly kind: 'chance';
  /** Draws with the same salt are the same draw; two salts have nothing to do with each other. */
  readonly salt: string;
  /** Per cent of all contacts, 0 to 100 with at most four decimals; `to` does not belong to it. */
  readonly from: number;
  readonly to: number;
}

export interface Group<K extends 'all' | 'any'> {
  readonly kind: K;
  readonly of: readonly Node[];
}

/** Every kind of node. A new family is a row here, a file in families/ and a row in families.ts. */
export interface Nodes {
  everyone: { readonly kind: 'everyone' };
  all: Group<'all'>;
  any: Group<'any'>;
  not: { readonly kind: 'not'; readonly of: Node };
  text: FieldCondition<'text'>;
  number: FieldCondition<'number'>;
  yes_no: FieldCondition<'yes_no'>;
  date: FieldCondition<'date'>;
  list: FieldCondition<'list'>;
  event: EventCondition;
  aggregate: AggregateCondition;
  occurrence: OccurrenceCondition;
  sequence: SequenceCondition;
  segment: SegmentCondition;
  message: MessageCondition;
  reach: ReachCondition;
  on_list: ListCondition;
  chance: ChanceCondition;
}

export type Kind = keyof Nodes;
export type Node = Nodes[Kind];
