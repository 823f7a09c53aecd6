import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Database } from '#libs/platform';

/** What is known of a part after it was taken. */
export type PartState = 'delivered' | 'undelivered';

export interface FoundPart {
  deliveryId: string;
  partId: string;
}

const maxId = 128;

/** As it is compared: centres change letters' case and leading zeros between answer and receipt. */
const canonical = (id: string): string =>
  id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '')
    .slice(0, maxId);

/**
 * The ways in which a receipt may write an id: as it was given, in decimal where it was given in
 * hexadecimal, or the other way round, as centres do in spite of SMPP 3.4 section 5.2.23.
 */
function spellings(id: string): string[] {
  const own = canonical(id);
  const found = [own];
  if (/^\d{1,20}$/.test(own)) found.push(BigInt(own).toString(16));
  if (/^[0-9a-f]{1,16}$/.test(own)) found.push(BigInt(`0x${own}`).toString());
  return found;
}

/** The ids that gateways gave to our messages, one a part, and what became of each. */
@Injectable()
export class SmsPartRepository {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps the ids of a message that was taken; again is once. */
  async add(deliveryId: string, ids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await this.database.execute(
      'INSERT IGNORE INTO sms_part (delivery_id, part_id, taken_at) VALUES ?',
      [ids.map((id) => [deliveryId, canonical(id), now])],
    );
  }

  /**
   * The delivery that an id belongs to, of those whose address it was for: ids may come again after
   * years, and one in hexadecimal may look like another one in decimal.
   */
  async find(id: string, addressHash: Buffer): Promise<FoundPart | null> {
    const [own, ...others] = spellings(id);
    const [row] = await this.database.query<FoundPart>(
      `SELECT d.id AS deliveryId, p.part_id AS partId
       FROM sms_part p JOIN delivery d ON d.id = p.delivery_id
       WHERE p.part_id IN (?) AND d.address_hash = ?
       ORDER BY p.part_id = ? DESC, p.taken_at DESC LIMIT 1`,
      [[own, ...others], addressHash, own],
    );
    return row ?? null;
  }

  /**
   * Writes down what became of a part, or of all of them where no part is named. Of several words on one
   * part the gravest stays, in whichever order they come.
   */
  async note(deliveryId: string, partId: string | null, state: PartState, at: Date): Promise<void> {
    const ids = partId === null ? await this.partsOf(deliveryId) : [canonical(partId)];
    await this.database.execute(
      `INSERT INTO sms_part (delivery_id, part_id, taken_at, state, told_at) VALUES ?
       ON DUPLICATE KEY UPDATE state = IF(state = 'undelivered', state, VALUES(state)),
         told_at = COALESCE(told_at, VALUES(told_at))`,
      [ids.map((id) => [deliveryId, id, at, state, at])],
    );
  }

  /** A gateway that gave no id is remembered by an empty one. */
  private async partsOf(deliveryId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT part_id AS id FROM sms_part WHERE delivery_id = ?',
      [deliveryId],
    );
    return rows.length > 0 ? rows.map(({ id }) => id) : [''];
  }
}
