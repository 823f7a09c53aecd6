import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { openStates, TrackingTokens, type DeliveryState } from '#libs/messaging';
import type { Env } from '#libs/platform';
import type { Row } from './check.js';
import type { Host } from './host.js';

/** How long a database that was taken away is waited for. */
const patienceMs = 90_000;

/** What the database says, asked again while it is away. */
export class Ledger {
  private readonly pool: Pool;
  private readonly tokens: TrackingTokens;

  constructor({ settings }: Host) {
    this.pool = createPool({
      uri: settings.DATABASE_URL!,
      connectionLimit: 4,
      supportBigNumbers: true,
      bigNumberStrings: true,
    });
    this.tokens = new TrackingTokens({
      appSecret: settings.APP_SECRET,
      previousAppSecret: null,
      addressSecret: settings.ADDRESS_SECRET,
      publicUrl: settings.PUBLIC_URL,
      mailDomain: settings.MAIL_DOMAIN,
    } as Env);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** One connection, for whoever wants to hold locks. */
  connection() {
    return this.pool.getConnection();
  }

  async rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const [rows] = await this.insist(() => this.pool.query<RowDataPacket[]>(sql, [...values]));
    return rows as T[];
  }

  async number(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.rows(sql, values);
    return Number(Object.values(row ?? { n: 0 })[0] ?? 0);
  }

  async execute(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [done] = await this.insist(() => this.pool.query<ResultSetHeader>(sql, [...values]));
    return done.affectedRows;
  }

  /** The campaigns' deliveries, by the names under which they travel. */
  async deliveries(campaigns: readonly string[]): Promise<Row[]> {
    const rows = await this.rows<Omit<Row, 'messageId' | 'sender'> & { id: string }>(
      `SELECT id, state, attempts, uncertain_at IS NOT NULL AS uncertain
       FROM delivery WHERE campaign_id IN (?)`,
      [campaigns],
    );
    return rows.map(({ id, state, attempts, uncertain }) => ({
      messageId: this.tokens.messageId(id),
      sender: this.tokens.envelopeFrom(id),
      state,
      attempts: Number(attempts),
      uncertain: Boolean(Number(uncertain)),
    }));
  }

  /** How many are in one of the states. */
  inState(campaigns: readonly string[], states: readonly DeliveryState[]): Promise<number> {
    return this.number(
      `SELECT COUNT(*) FROM delivery WHERE mailing_id IN (SELECT id FROM mailing WHERE campaign_id IN (?))
         AND state IN (?)`,
      [campaigns, states],
    );
  }

  /** Whether all of them have ended, with nothing open. */
  async haveEnded(campaigns: readonly string[]): Promise<boolean> {
    const running = `SELECT COUNT(*) FROM campaign WHERE id IN (?) AND finished_at IS NULL`;
    if ((await this.number(running, [campaigns])) > 0) return false;
    return (await this.inState(campaigns, openStates)) === 0;
  }

  /** Ends whatever a fault that failed has left open. */
  async abandon(): Promise<void> {
    await this.execute('UPDATE mailing SET open = 0, ended_at = NOW(3) WHERE ended_at IS NULL');
    await this.execute(
      `UPDATE campaign SET state = 'cancelled', finished_at = NOW(3) WHERE finished_at IS NULL`,
    );
  }

  private async insist<T>(work: () => Promise<T>): Promise<T> {
    const end = performance.now() + patienceMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        // Refusals of the server have a state of their own; whatever has none is the connection's.
        const refused = (error as { sqlState?: string }).sqlState;
        if ((refused && refused !== '08S01') || performance.now() > end) throw error;
        await sleep(100);
      }
    }
  }
}
