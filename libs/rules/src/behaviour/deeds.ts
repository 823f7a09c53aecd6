import type { CheckContext } from '../family.js';
import type { NeedsBuilder } from '../needs.js';
import type { Reader } from '../reader.js';
import type { Deeds, EventKind, Window } from '../tree.js';
import type { Speaker } from '../words/speaker.js';
import { checkEventName, sayEventName } from './event-name.js';
import { questionsOf } from './question.js';
import { readWhere, sayWhere } from './where.js';
import { readWindow, windowKind } from './window.js';

/** The window of conditions that have none. */
export const EVER: Window = Object.freeze({ kind: 'ever' });

/** Reads `event` and `where`. */
export function readEventKind(reader: Reader): EventKind | undefined {
  const event = reader.at('event').string();
  const where = readWhere(reader.at('where'));
  return event === undefined || !where ? undefined : { event, where };
}

/** Reads `event`, `where` and `window`. */
export function readDeeds(reader: Reader): Deeds | undefined {
  const kind = readEventKind(reader);
  const window = readWindow(reader.at('window'));
  return kind && window && { ...kind, window };
}

export function checkWindow(window: Window, context: CheckContext): void {
  if (window.kind === 'since') checkEventName(window.event, context, '/window/event');
}

/** Whether the present itself decides which events are meant. */
export const isTimely = ({ where }: EventKind): boolean =>
  questionsOf(where).some(({ timely }) => timely);

/** How far back a window reaches at most, milliseconds. */
export const reachOf = (window: Window): number =>
  window.kind === 'since' ? Infinity : windowKind(window).reach(window);

/**
 * States that single events of a kind are needed, those of the last so many milliseconds, and of the
 * mark of a window what tallies tell.
 */
export function needEvents(
  kind: EventKind,
  found: NeedsBuilder,
  {
    last,
    properties = false,
    currency = false,
  }: { readonly last: number; readonly properties?: boolean; readonly currency?: boolean },
): void {
  const questions = questionsOf(kind.where);
  found.event(kind.event, {
    last,
    properties: properties || questions.some((question) => question.properties),
    currency: currency || questions.some((question) => question.currency),
  });
}

export function needMark(window: Window, found: NeedsBuilder): void {
  if (window.kind === 'since')
    found.event(window.event, { last: 0, properties: false, currency: false });
}

export const sayWindow = (window: Window, speaker: Speaker): string =>
  window.kind === 'since'
    ? speaker.phrase(
        { en: ' since the last {event}', th: 'ตั้งแต่ {event} ครั้งล่าสุด' },
        { event: sayEventName(window.event, speaker) },
      )
    : windowKind(window).say(window, speaker);

/** `{event}` and `{where}` for phrases. */
export const sayEventKind = ({ event, where }: EventKind, speaker: Speaker) => ({
  event: sayEventName(event, speaker),
  where: sayWhere(where, speaker),
});
