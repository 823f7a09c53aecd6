import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** Who reads a mailbox: one process at a time, for as long as it says so, by the database's clock. */
@Injectable()
export class MailboxRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes a mailbox that nobody holds, or holds it longer.
   * @param holder 16 bytes that no other process has.
   * @returns whether it is the holder's now, for so many seconds.
   */
  async hold(name: string, holder: Buffer, seconds: number): Promise<boolean> {
    await this.database.execute(
      'INSERT IGNORE INTO inbound_mailbox (name, holder, held_until) VALUES (?, ?, NOW(3))',
      [name, holder],
    );
    const { affectedRows } = await this.database.execute(
      `UPDATE inbound_mailbox SET holder = ?, held_until = NOW(3) + INTERVAL ? SECOND
       WHERE name = ? AND (holder = ? OR held_until <= NOW(3))`,
      [holder, seconds, name, holder],
    );
    return affectedRows === 1;
  }

  /** Leaves it to others at once. */
  async release(name: string, holder: Buffer): Promise<void> {
    await this.database.execute(
      'UPDATE inbound_mailbox SET held_until = NOW(3) WHERE name = ? AND holder = ?',
      [name, holder],
    );
  }
}
