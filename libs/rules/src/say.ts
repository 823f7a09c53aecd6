import type { Explanation } from './family.js';
import { familyOf } from './families.js';
import type { Language, Schema, Words } from './schema.js';
import type { Node, Rule } from './tree.js';
import { type Speaker, speakerOf } from './words/speaker.js';

const sentence: Words = { en: 'Contacts {clause}', th: 'ลูกค้าที่{clause}' };
const everyone: Words = { en: 'All contacts', th: 'ลูกค้าทุกคน' };

function clauseOf(node: Node, schema: Schema, speaker: Speaker): string {
  const child = (below: Node): string => clauseOf(below, schema, speaker);
  return familyOf(node).say(node, { schema, speaker, child });
}

/** The rule as one sentence that a marketer reads. Throws as evaluate does. */
export function say(rule: Rule, schema: Schema, language: Language): string {
  const speaker = speakerOf(language, schema.timeZone);
  if (rule.where.kind === 'everyone') return speaker.phrase(everyone);
  return speaker.phrase(sentence, { clause: clauseOf(rule.where, schema, speaker) });
}

/** An explanation in words. */
export interface Account {
  readonly place: string;
  readonly verdict: boolean;
  /** The condition as a clause. */
  readonly condition: Words;
  readonly expected: unknown;
  readonly found: unknown;
  readonly changesAt: Date | null;
  readonly of: readonly Account[];
}

/** Puts every step of an explanation into words: why in, or why out. */
export function account(explanation: Explanation, schema: Schema): Account {
  const speakers = {
    en: speakerOf('en', schema.timeZone),
    th: speakerOf('th', schema.timeZone),
  };
  const tell = (step: Explanation): Account => ({
    place: step.place,
    verdict: step.verdict,
    condition: {
      en: clauseOf(step.condition, schema, speakers.en),
      th: clauseOf(step.condition, schema, speakers.th),
    },
    expected: step.expected,
    found: step.found,
    changesAt: step.changesAt === Infinity ? null : new Date(step.changesAt),
    of: step.of.map(tell),
  });
  return tell(explanation);
}
