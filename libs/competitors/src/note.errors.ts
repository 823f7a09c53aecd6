import { DomainError } from '#libs/kernel';

export const noteNotFound = (id: string): DomainError =>
  new DomainError('competitor_note.not_found', 'not_found', `There is no note ${id}.`);

const unknown = (field: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place: `/${field}`, code, message }]);

export const noteSegmentUnknown = (id: string): DomainError =>
  unknown('segmentId', 'competitor_note.segment_unknown', `There is no segment ${id}.`);

export const noteCursorUnknown = (id: string): DomainError =>
  unknown('after', 'competitor_note.cursor_unknown', `There is no note ${id} to go on after.`);
