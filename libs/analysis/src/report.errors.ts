import { DomainError } from '#libs/kernel';

export const campaignNotFound = (id: string): DomainError =>
  new DomainError('campaign.not_found', 'not_found', `There is no campaign ${id}.`);
