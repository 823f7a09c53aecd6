import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { LimitsRepository } from './limits.repository.js';
import type { SendingLimits } from './sending-limits.js';

/** How much is too much, as the organisation sets it. */
@Injectable()
export class LimitsService {
  constructor(private readonly repository: LimitsRepository) {}

  get(): Promise<SendingLimits> {
    return this.repository.get();
  }

  /**
   * Holds for every message from now on, also of campaigns that run.
   * @throws DomainError `limits.empty_window` for quiet hours that end where they begin,
   *   `limits.channel_unknown` for a pace of a channel that there is not.
   */
  async set(limits: SendingLimits, userId: string | null): Promise<void> {
    for (const [n, { from, to }] of limits.quietHours.entries())
      if (from === to)
        throw new DomainError(
          'limits.empty_window',
          'invalid',
          'Quiet hours end where they begin.',
          [{ place: `/quietHours/${n}/to`, code: 'limits.empty_window', message: 'must differ' }],
        );
    for (const [n, { scope, key }] of limits.pace.entries())
      if (scope === 'channel' && key !== 'email' && key !== 'sms')
        throw new DomainError(
          'limits.channel_unknown',
          'invalid',
          'The pace of a channel names email or sms.',
          [{ place: `/pace/${n}/key`, code: 'limits.channel_unknown', message: 'email or sms' }],
        );
    await this.repository.set(limits, userId);
  }
}
