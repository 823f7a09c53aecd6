import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { CampaignFacts } from './campaign-facts.js';
import { countConversions, sumRevenues } from './goal-counts.repository.js';
import { readHead } from './head.repository.js';
import { countAudience, countLedger } from './ledger-counts.repository.js';
import { countResponses } from './response-counts.repository.js';

@Injectable()
export class FactsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Reads everything in one snapshot, so that the figures agree with one another while messages
   * leave and responses arrive.
   * @returns null when there is no such campaign
   */
  read(campaignId: string): Promise<CampaignFacts | null> {
    return this.database.transaction(async (sql) => {
      const head = await readHead(sql, campaignId);
      if (head === null) return null;
      const { goal } = head;
      return {
        ...head,
        audience: await countAudience(sql, campaignId),
        ledger: await countLedger(sql, campaignId),
        responses: await countResponses(sql, campaignId),
        conversions: goal ? await countConversions(sql, campaignId, goal, head) : [],
        revenues: goal ? await sumRevenues(sql, campaignId, goal, head) : [],
      };
    }, 'REPEATABLE READ');
  }
}
