import type { ApiPropertyOptions } from '@nestjs/swagger';

type Schema = Exclude<ApiPropertyOptions, undefined>;

const text = { type: 'string' } as const;
const yesNo = { type: 'boolean' } as const;
const time = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '09:00' } as const;
const zone = {
  type: 'string',
  enum: ['contact', 'organisation'],
  default: 'organisation',
} as const;
const whole = (minimum: number, maximum: number) =>
  ({ type: 'integer', minimum, maximum }) as const;
const where = {
  type: 'array',
  items: { type: 'object', additionalProperties: true },
  description: 'Conditions on the event as in rules; all must hold.',
} as const;

/** A campaign's trigger. Its faults are answered with their places. */
export const triggerProperty = {
  type: 'object',
  nullable: true,
  description:
    'What makes the campaign start for one contact; null: one broadcast to the segment. Which ' +
    'properties it has depends on `on`; unknown ones are refused. With a trigger other than ' +
    'calendar the segment is optional: only its members are fired for.',
  required: ['on'],
  additionalProperties: false,
  properties: {
    on: { type: 'string', enum: ['event', 'entered', 'left', 'date', 'calendar'] },
    event: { ...text, description: 'event: its name.' },
    where,
    segmentId: { ...text, description: 'entered, left: the segment.' },
    includeRuleChanges: {
      ...yesNo,
      default: false,
      description: 'entered, left: also those whom an edit of the segment’s rule moved.',
    },
    field: { ...text, description: 'date: birthDate, attributes.renewal, …' },
    daysAfter: { ...whole(-366, 366), default: 0, description: 'date: negative is before.' },
    yearly: { ...yesNo, default: false, description: 'date: on every anniversary.' },
    every: { type: 'string', enum: ['day', 'week', 'month'], description: 'calendar.' },
    weekdays: {
      type: 'array',
      items: whole(1, 7),
      description: 'calendar, every week: 1 is Monday.',
    },
    dayOfMonth: {
      ...whole(1, 31),
      nullable: true,
      description: 'calendar, every month: a shorter month ends with it.',
    },
    at: { ...time, description: 'date, calendar: the local hour.' },
    zone: { ...zone, description: 'date, calendar: whose clock.' },
    reentry: {
      type: 'object',
      nullable: true,
      description: 'How often one contact may be fired for; every time if left out.',
      properties: {
        kind: { type: 'string', enum: ['once', 'after', 'per'] },
        days: { ...whole(1, 3650), nullable: true },
        key: { ...text, description: 'per: a property of the event.', example: 'properties.cart' },
      },
      required: ['kind'],
    },
    delay: {
      type: 'object',
      nullable: true,
      description: 'event, entered, left: one of minutes, hours, days; 90 days at most.',
      properties: {
        minutes: whole(1, 129_600),
        hours: whole(1, 2160),
        days: whole(1, 90),
      },
    },
    recheck: {
      ...yesNo,
      default: true,
      description: 'After the delay: whether the contact still is in the segments.',
    },
    exit: {
      type: 'object',
      nullable: true,
      description: 'Ends a wait: an event that happened since, or a rule that holds.',
      properties: {
        event: { ...text, nullable: true },
        where,
        rule: { type: 'object', nullable: true, additionalProperties: true },
      },
    },
    cap: {
      type: 'object',
      nullable: true,
      description: 'At most so many firings a contact in so many days.',
      properties: { times: whole(1, 1000), days: whole(1, 3650) },
      required: ['times', 'days'],
    },
    perHour: { ...whole(1, 10_000_000), nullable: true, description: 'Messages an hour in all.' },
    quiet: {
      type: 'object',
      nullable: true,
      description: 'When nobody is written to; it may run past midnight.',
      properties: {
        from: time,
        to: time,
        zone,
        policy: { type: 'string', enum: ['later', 'skip'], default: 'later' },
      },
      required: ['from', 'to'],
    },
  },
  example: {
    on: 'event',
    event: 'cart_updated',
    where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 500 }],
    reentry: { kind: 'per', key: 'properties.cart' },
    delay: { hours: 1 },
    exit: { event: 'purchased' },
    quiet: { from: '21:00', to: '09:00', zone: 'contact', policy: 'later' },
  },
} satisfies Schema;
