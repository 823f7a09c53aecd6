import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** What messages say about whoever sends them. The law asks for the postal address. */
export interface OrganisationProfile {
  name: string;
  address: string;
  phone: string;
  email: string;
  website: string;
}

@Injectable()
export class OrganisationRepository {
  constructor(private readonly database: Database) {}

  async get(): Promise<OrganisationProfile | null> {
    const [row] = await this.database.query<{ profile: OrganisationProfile }>(
      'SELECT profile FROM organisation WHERE id = 1',
    );
    return row?.profile ?? null;
  }

  async set(profile: OrganisationProfile): Promise<void> {
    await this.database.execute(
      `INSERT INTO organisation (id, profile, updated_at) VALUES (1, ?, NOW(3))
       ON DUPLICATE KEY UPDATE profile = VALUES(profile), updated_at = VALUES(updated_at)`,
      [JSON.stringify(profile)],
    );
  }
}
