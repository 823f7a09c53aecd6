import { DomainError, type ErrorPlace } from '#libs/kernel';

export const metricErrors = {
  notFound: () => new DomainError('metric.not_found', 'not_found', 'There is no such metric.'),

  invalid: (places: readonly ErrorPlace[]) =>
    new DomainError('metric.invalid', 'invalid', 'The metric is not valid.', places),

  conflict: (name: string) =>
    new DomainError('metric.conflict', 'conflict', `The metric ${name} exists and is another one.`),

  tooMany: (most: number) =>
    new DomainError('metric.too_many', 'conflict', `At most ${most} metrics can be declared.`),
};
