import { DomainError } from '#libs/kernel';
import type { Provider } from './finding.js';

/** Nobody has set up this provider: there is nothing that could prove who calls. */
export const webhookOff = (provider: Provider | 'twilio' | 'sms'): DomainError =>
  new DomainError('webhook.off', 'not_found', `Events of ${provider} are not taken here.`);

export const notSigned = (): DomainError =>
  new DomainError(
    'webhook.signature',
    'unauthenticated',
    'The request is not signed as it must be.',
  );

/** Whoever calls has it again later. */
export const cannotVerify = (): DomainError =>
  new DomainError(
    'webhook.unverified',
    'unavailable',
    'The signature cannot be checked now.',
    [],
    60,
  );
