import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { PriceList, type SmsPrices } from './price-list.js';
import { SmsPriceRepository } from './sms-price.repository.js';

/** The list of prices, as whoever runs this has agreed it with the operator. */
@Injectable()
export class SmsPriceService {
  constructor(
    private readonly repository: SmsPriceRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(): Promise<SmsPrices> {
    return this.repository.list();
  }

  async priceList(): Promise<PriceList> {
    return new PriceList(await this.repository.list());
  }

  /** Puts a list in place of the one before. @throws DomainError sms_price.twice */
  async replace(list: SmsPrices, by: string | null): Promise<SmsPrices> {
    const seen = new Set<string>();
    list.prices.forEach(({ prefix }, at) => {
      if (seen.has(prefix)) throw twice(at, prefix);
      seen.add(prefix);
    });
    await this.repository.replace(list, by, this.clock.now());
    return this.repository.list();
  }
}

function twice(at: number, prefix: string): DomainError {
  const place = { place: `/prices/${at}/prefix`, code: 'sms_price.twice' };
  const message = `The prefix ${prefix} has a price already.`;
  return new DomainError('sms_price.twice', 'invalid', message, [{ ...place, message }]);
}
