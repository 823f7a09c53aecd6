import { DomainError, type ErrorPlace } from '#libs/kernel';

export const segmentNotFound = (id: string): DomainError =>
  new DomainError('segment.not_found', 'not_found', `There is no segment ${id}.`);

export const segmentArchived = (id: string): DomainError =>
  new DomainError('segment.archived', 'conflict', `Segment ${id} is archived.`);

/** `places` are JSON Pointers into the input: name, description, rule. */
export const segmentInvalid = (places: readonly ErrorPlace[]): DomainError =>
  new DomainError('segment.invalid', 'invalid', 'The segment is not valid.', places);

export const segmentNameTaken = (): DomainError => {
  const [code, message] = ['segment.name_taken', 'Another segment has this name.'];
  return new DomainError(code, 'conflict', message, [{ place: '/name', code, message }]);
};

export const segmentVersionConflict = (id: string, version: number): DomainError =>
  new DomainError(
    'segment.version_conflict',
    'conflict',
    `Segment ${id} has been changed meanwhile: its version is ${version}.`,
  );

/** Other segments need it as it is. */
export const segmentInUse = (names: readonly string[]): DomainError =>
  new DomainError(
    'segment.in_use',
    'conflict',
    `Other segments depend on it and would no longer hold: ${names.join(', ')}.`,
  );

/** A rule by itself: `places` are JSON Pointers into the rule. */
export const ruleInvalid = (places: readonly ErrorPlace[]): DomainError =>
  new DomainError('rule.invalid', 'invalid', 'The rule is not valid.', places);
