import { sayEventWhere, type Language, type Schema, type Words } from '#libs/rules';
import type { Cause, Trigger, ZoneOf } from './trigger.js';
import { amount, fill, texts, weekdays, type Holes } from './trigger-words.js';

/** What a trigger does, as a sentence. */
export function sayTrigger(trigger: Trigger, schema: Schema, language: Language): string {
  const parts = [sayCause(trigger, schema, language), ...sayLimits(trigger, schema, language)];
  return parts.join('; ') + (language === 'en' ? '.' : '');
}

const quote = (text: string): string => `“${text}”`;

const sayZone = (zone: ZoneOf, { timeZone }: Schema, language: Language): string =>
  fill(texts[zone], language, { zone: timeZone });

function sayOnly(where: Parameters<typeof sayEventWhere>[0], schema: Schema, language: Language) {
  if (where.length === 0) return '';
  return fill(texts.only, language, { clauses: sayEventWhere(where, language, schema.timeZone) });
}

function sayCause(cause: Cause, schema: Schema, language: Language): string {
  const say = (words: Words, holes: Holes) => fill(words, language, holes);
  switch (cause.on) {
    case 'event':
      return say(texts.event, {
        event: quote(cause.event),
        only: sayOnly(cause.where, schema, language),
      });
    case 'entered':
    case 'left': {
      const name = schema.segment(cause.segmentId)?.name ?? cause.segmentId;
      const rule = cause.includeRuleChanges ? texts.byRule[language] : '';
      return say(texts[cause.on], { segment: quote(name) }) + rule;
    }
    case 'date': {
      const { daysAfter, at, zone } = cause;
      const words = daysAfter === 0 ? texts.onDate : daysAfter < 0 ? texts.before : texts.after;
      const sentence = say(words, {
        days: amount('days', Math.abs(daysAfter), language),
        field: schema.field(cause.field)?.label[language] ?? cause.field,
        yearly: cause.yearly ? texts.yearly[language] : '',
        at,
      });
      return sentence + sayZone(zone, schema, language);
    }
    case 'calendar': {
      const words = { day: texts.daily, week: texts.weekly, month: texts.monthly }[cause.every];
      const names = cause.weekdays.map((day) => weekdays[language][day - 1] ?? '');
      const sentence = say(words, {
        weekdays: names.join(language === 'en' ? ' and ' : ' และ'),
        day: String(cause.dayOfMonth ?? ''),
        at: cause.at,
      });
      return sentence + sayZone(cause.zone, schema, language);
    }
  }
}

function sayLimits(trigger: Trigger, schema: Schema, language: Language): string[] {
  const { delay, recheck, exit, reentry, cap, perHour, quiet } = trigger;
  const say = (words: Words, holes: Holes = {}) => fill(words, language, holes);
  const days = (number: number) => amount('days', number, language);
  const parts: string[] = [];
  if (delay)
    parts.push(
      say(texts.delay, { time: sayDelay(delay.minutes, language) }) +
        (recheck ? texts.recheck[language] : ''),
    );
  if (exit?.event) {
    const only = sayOnly(exit.where, schema, language);
    parts.push(say(texts.exitEvent, { event: quote(exit.event), only }));
  }
  if (exit?.rule) parts.push(say(texts.exitRule));
  if (reentry?.kind === 'once') parts.push(say(texts.once));
  if (reentry?.kind === 'after') parts.push(say(texts.afterDays, { days: days(reentry.days) }));
  if (reentry?.kind === 'per') {
    const key = quote(reentry.key.replace(/^properties\./, ''));
    parts.push(
      reentry.days
        ? say(texts.perDays, { key, days: days(reentry.days) })
        : say(texts.per, { key }),
    );
  }
  if (cap)
    parts.push(
      say(texts.cap, { times: amount('times', cap.times, language), days: days(cap.days) }),
    );
  if (perHour) parts.push(say(texts.perHour, { messages: amount('messages', perHour, language) }));
  if (quiet) {
    const { from, to, policy } = quiet;
    parts.push(say(texts[policy], { from, to, zone: sayZone(quiet.zone, schema, language) }));
  }
  return parts;
}

function sayDelay(minutes: number, language: Language): string {
  if (minutes % 1440 === 0) return amount('days', minutes / 1440, language);
  if (minutes % 60 === 0) return amount('hours', minutes / 60, language);
  return amount('minutes', minutes, language);
}
