import type { Language } from '../schema.js';
import type { EventCondition } from '../tree.js';
import { speakerOf } from '../words/speaker.js';
import { questionsOf } from './question.js';

/** "whose value is at least 500 and whose …": conditions on one event, as a clause. */
export function sayEventWhere(
  where: EventCondition['where'],
  language: Language,
  timeZone: string,
): string {
  const speaker = speakerOf(language, timeZone);
  return speaker.list(
    questionsOf(where).map((question) => question.say(speaker)),
    'and',
  );
}
