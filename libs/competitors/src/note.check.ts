import { fold } from '#libs/kernel';
import { Faults } from './faults.js';
import type { Confidence, NoteKind } from './note.entity.js';
import { confidences, noteKinds } from './note.entity.js';

/** What a user writes down. Days are `YYYY-MM-DD`. */
export interface NoteInput {
  kind: NoteKind;
  title: string;
  body: string;
  startsOn: string;
  endsOn: string | null;
  sourceUrl: string | null;
  sourceDate: string | null;
  confidence: Confidence;
  impact: number;
  tags: readonly string[];
  segmentId: string | null;
}

/** A note's words as they are stored. */
export interface CheckedNote extends NoteInput {
  tags: string[];
}

/** @throws DomainError `competitor_note.invalid`, naming every place that is wrong */
export function checkNote(input: NoteInput): CheckedNote {
  const faults = new Faults('competitor_note');
  const checked = {
    kind: input.kind,
    title: faults.text('title', input.title, 1, 200),
    body: faults.text('body', input.body, 0, 10_000),
    startsOn: faults.day('startsOn', input.startsOn),
    endsOn: input.endsOn === null ? null : faults.day('endsOn', input.endsOn),
    sourceUrl: faults.url('sourceUrl', input.sourceUrl, 2000),
    sourceDate: input.sourceDate === null ? null : faults.day('sourceDate', input.sourceDate),
    confidence: input.confidence,
    impact: input.impact,
    tags: faults.words('tags', input.tags, 20, 50).map(fold),
    segmentId: input.segmentId,
  };
  if (!noteKinds.includes(input.kind))
    faults.add('kind', 'kind_unknown', `kind is one of ${noteKinds.join(', ')}.`);
  if (!confidences.includes(input.confidence))
    faults.add('confidence', 'confidence_unknown', `confidence is ${confidences.join(', ')}.`);
  if (!Number.isInteger(input.impact) || input.impact < 1 || input.impact > 5)
    faults.add('impact', 'impact_invalid', 'impact is a whole number from 1 to 5.');
  if (checked.endsOn !== null && checked.endsOn < checked.startsOn)
    faults.add('endsOn', 'period_reversed', 'endsOn must not be before startsOn.');
  faults.throwIfAny();
  return checked;
}
