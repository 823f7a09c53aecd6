import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';
import { AddressHasher, Database } from '#libs/platform';
import { OperationRepository } from '../operations/operation.repository.js';
import type { Asked } from '../switch/switch.repository.js';
import { seedDefaults, type SeedSettings } from './seeds.js';

/** Which contacts are seeds: by id, so that nothing more is kept of them than of any other. */
@Injectable()
export class SeedSettingsRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly hasher: AddressHasher,
    private readonly operations: OperationRepository,
    private readonly erasers: Erasers,
  ) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await sql.execute('DELETE FROM seed WHERE contact_id IN (?)', [contactIds]);
    });
  }

  async get(): Promise<SeedSettings> {
    const [row] = await this.database.query<Omit<SeedSettings, 'addresses'>>(
      'SELECT wait_minutes AS waitMinutes, least_share AS leastShare FROM seed_settings WHERE id = 1',
    );
    const seeds = await this.database.query<{ email: string }>(
      `SELECT c.email FROM seed s JOIN contact c ON c.id = s.contact_id
       WHERE c.email IS NOT NULL ORDER BY c.email`,
    );
    return { ...seedDefaults, ...row, addresses: seeds.map(({ email }) => email) };
  }

  /** The contact of each address, in canonical form; those that nobody has are left out. */
  async contacts(addresses: readonly string[]): Promise<Map<string, string>> {
    if (addresses.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; email: string }>(
      'SELECT MIN(id) AS id, email FROM contact WHERE email_hash IN (?) GROUP BY email',
      [addresses.map((address) => this.hasher.hash(address))],
    );
    return new Map(rows.map(({ id, email }) => [email, id]));
  }

  /** Holds for campaigns that start from now on; how long is waited also for those that run. */
  set(
    contactIds: readonly string[],
    { waitMinutes, leastShare }: Omit<SeedSettings, 'addresses'>,
    asked: Asked,
  ): Promise<void> {
    return this.database.transaction(async (sql) => {
      await sql.execute('DELETE FROM seed');
      if (contactIds.length > 0)
        await sql.execute('INSERT INTO seed (contact_id) VALUES ?', [contactIds.map((id) => [id])]);
      await sql.execute(
        `INSERT INTO seed_settings (id, wait_minutes, least_share, updated_at) VALUES (1, ?, ?, NOW(3))
         ON DUPLICATE KEY UPDATE wait_minutes = VALUES(wait_minutes),
           least_share = VALUES(least_share), updated_at = VALUES(updated_at)`,
        [waitMinutes, leastShare],
      );
      const done = { kind: 'seeds.change', campaignId: null, ...asked } as const;
      const detail = { seeds: contactIds.length, waitMinutes, leastShare };
      await this.operations.add(sql, { ...done, detail });
    });
  }
}
