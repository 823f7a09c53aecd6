import {
  both,
  count,
  counts,
  day,
  instant,
  list,
  number,
  object,
  orNull,
  text,
  yesNo,
  type Part,
} from './schema-parts.js';

const rate: Part = {
  ...object({
    value: orNull(number),
    numerator: count,
    denominator: count,
    definition: both,
  }),
  description: 'value is numerator ÷ denominator, 0 to 1; null when the denominator is 0.',
};
const figure = { count, rate };
const responses = object({ unique: count, total: count });
const engagement = object({
  people: responses,
  machines: responses,
  machineOnly: count,
  undelivered: count,
  rate,
});
const amount: Part = { type: 'string', description: 'Exact decimal.', example: '1290.5000' };
const revenue = list(object({ currency: text, amount, events: count, contacts: count }));
const interval = { low: number, high: number };
const lift = { estimate: number, ...interval, level: number, method: text };

const arm = object({
  assigned: count,
  converted: count,
  rate: orNull(number),
  interval: orNull(object(interval)),
  revenue,
});

const experiment = object({
  window: object({ hours: orNull(number), complete: yesNo, definition: both }),
  treated: arm,
  heldOut: arm,
  conversion: orNull(object({ ...lift, pValue: orNull(number) })),
  revenuePerPerson: orNull(
    object({ currency: text, treatedMean: number, heldOutMean: number, ...lift }),
  ),
  verdict: object({ kind: text, text: both }),
});

const note = object({
  id: text,
  competitorId: text,
  competitor: text,
  kind: text,
  title: text,
  startsOn: day,
  endsOn: orNull(day),
  sourceUrl: orNull(text),
  sourceDate: orNull(day),
  confidence: text,
  impact: count,
  tags: list(text),
  segmentId: orNull(text),
});

/** CampaignReport of libs/analysis, where each field is explained. */
export const reportSchema: Part = object({
  campaign: object({
    id: text,
    name: text,
    channel: text,
    state: text,
    startedAt: orNull(instant),
    finishedAt: orNull(instant),
  }),
  generatedAt: instant,
  timeZone: text,
  started: yesNo,
  goal: orNull(object({ event: text, windowHours: number })),
  runs: list(object({ occurrence: count, instant, windowEndsAt: orNull(instant) })),
  audience: count,
  heldOut: count,
  skipped: counts,
  accepted: count,
  failed: count,
  failedBy: counts,
  uncertain: count,
  open: count,
  everUncertain: count,
  balance: object({ holds: yesNo, audience: count, accounted: count }),
  sent: count,
  delivered: object(figure),
  bounced: object({ ...figure, atTheDoor: count }),
  opened: engagement,
  clicked: engagement,
  unsubscribed: object(figure),
  complained: object(figure),
  replied: object(figure),
  converted: orNull(object({ ...figure, events: count })),
  revenue,
  experiment,
  competitors: object({ from: orNull(day), to: orNull(day), notes: list(note) }),
  daily: list(
    object({
      day,
      sent: count,
      bounced: count,
      opened: count,
      clicked: count,
      unsubscribed: count,
      converted: count,
    }),
  ),
});
