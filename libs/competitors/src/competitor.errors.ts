import { DomainError } from '#libs/kernel';

export const competitorNotFound = (id: string): DomainError =>
  new DomainError('competitor.not_found', 'not_found', `There is no competitor ${id}.`);

export const competitorNameTaken = (): DomainError =>
  new DomainError('competitor.name_taken', 'conflict', 'Another competitor has this name.', [
    {
      place: '/name',
      code: 'competitor.name_taken',
      message: 'Another competitor has this name, letter case and accents aside.',
    },
  ]);

export const competitorArchived = (id: string): DomainError =>
  new DomainError(
    'competitor.archived',
    'conflict',
    `Competitor ${id} is archived. Restore it before writing a note on it.`,
  );
