import { DomainError, type ErrorPlace } from '#libs/kernel';

export const templateErrors = {
  notFound: () => new DomainError('template.not_found', 'not_found', 'There is no such template.'),

  versionNotFound: () =>
    new DomainError('template.version_not_found', 'not_found', 'There is no such version.'),

  invalid: (places: readonly ErrorPlace[]) =>
    new DomainError(
      'template.invalid',
      'invalid',
      'The template cannot be used. Each entry names the source, the line and what is wrong there.',
      places,
    ),

  channelChange: () =>
    new DomainError(
      'template.channel_change',
      'conflict',
      'A template keeps the channel it was made for.',
    ),
};
