import { DomainError } from '#libs/kernel';
import type { Release } from './sending.service.js';

export const sendingErrors = {
  overdue: ({
    overdue: { deliveries, since },
    campaigns,
  }: Pick<Release, 'overdue' | 'campaigns'>) => {
    const parts = [
      deliveries > 0 &&
        `${deliveries} messages are overdue, the oldest since ${since?.toISOString()}`,
      campaigns.length > 0 && `${campaigns.length} campaigns should have started in the meantime`,
    ].filter(Boolean);
    const message = `${parts.join('; ')}. Pause or cancel what must not go, or say that it all may.`;
    return new DomainError('sending.overdue', 'conflict', message, [
      { place: '/overdue', code: 'sending.overdue', message: 'Say “send” to let it all go.' },
    ]);
  },
};
