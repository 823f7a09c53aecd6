import { DomainError } from '#libs/kernel';
import type { Overdue } from '#libs/messaging';

export const sendingErrors = {
  /** @param campaigns how many should have started. */
  overdue: ({ deliveries, since }: Overdue, campaigns: number) => {
    const parts = [
      deliveries > 0 &&
        `${deliveries} messages are overdue, the oldest since ${since?.toISOString()}`,
      campaigns > 0 && `${campaigns} campaigns should have started in the meantime`,
    ].filter(Boolean);
    const message = `${parts.join('; ')}. Pause or cancel what must not go, or say that it all may.`;
    return new DomainError('sending.overdue', 'conflict', message, [
      { place: '/overdue', code: 'sending.overdue', message: 'Say “send” to let it all go.' },
    ]);
  },
};
