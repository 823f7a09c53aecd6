import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { CampaignMessage } from './tally.js';

@Injectable()
export class CompetingRepository {
  constructor(private readonly database: Database) {}

  /** The messages that contacts got, or may have got, between two instants, by contact. */
  async load(
    contactIds: readonly string[],
    from: Date,
    to: Date,
  ): Promise<Map<string, CampaignMessage[]>> {
    const messages = new Map<string, CampaignMessage[]>();
    if (contactIds.length === 0) return messages;
    const rows = await this.database.query<CampaignMessage & { contactId: string }>(
      `SELECT d.contact_id AS contactId, d.campaign_id AS campaignId, m.campaign_name AS name,
         d.intent_at AS at
       FROM delivery d JOIN mailing m ON m.id = d.mailing_id
       WHERE d.contact_id IN (?) AND d.state IN ('accepted', 'uncertain')
         AND d.intent_at BETWEEN ? AND ? ORDER BY d.id`,
      [contactIds, from, to],
    );
    for (const { contactId, ...message } of rows) {
      const own = messages.get(contactId);
      if (own) own.push(message);
      else messages.set(contactId, [message]);
    }
    return messages;
  }
}
