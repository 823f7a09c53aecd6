import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** Whose a number is, and what was sent there. */
@Injectable()
export class SmsPeopleRepository {
  constructor(private readonly database: Database) {}

  /** The contacts with this number: families share one. @param hash keyed, of E.164 */
  async contactsWith(hash: Buffer): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM contact WHERE phone_hash = ? ORDER BY id',
      [hash],
    );
    return rows.map(({ id }) => id);
  }

  /** The text message that was last sent to this number; null when none was. */
  async lastDelivery(contactIds: readonly string[], hash: Buffer): Promise<string | null> {
    if (contactIds.length === 0) return null;
    const [row] = await this.database.query<{ id: string }>(
      `SELECT id FROM delivery FORCE INDEX (delivery_of_contact)
       WHERE contact_id IN (?) AND channel = 'sms' AND address_hash = ? AND intent_at IS NOT NULL
       ORDER BY intent_at DESC, id DESC LIMIT 1`,
      [contactIds, hash],
    );
    return row?.id ?? null;
  }
}
