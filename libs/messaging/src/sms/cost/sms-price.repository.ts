import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { SmsPrices } from './price-list.js';

@Injectable()
export class SmsPriceRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<SmsPrices> {
    const rows = await this.database.query<{ prefix: string; price: string; currency: string }>(
      'SELECT prefix, CAST(price AS CHAR) AS price, currency FROM sms_price ORDER BY prefix',
    );
    return {
      currency: rows[0]?.currency ?? null,
      prices: rows.map(({ prefix, price }) => ({ prefix, price: price.replace(/\.?0+$/, '') })),
    };
  }

  /** Puts a list in place of the one before. */
  async replace({ currency, prices }: SmsPrices, by: string | null, now: Date): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.execute('DELETE FROM sms_price');
      if (prices.length === 0) return;
      await sql.execute(
        'INSERT INTO sms_price (prefix, price, currency, updated_by, updated_at) VALUES ?',
        [prices.map(({ prefix, price }) => [prefix, price, currency, by, now])],
      );
    });
  }
}
