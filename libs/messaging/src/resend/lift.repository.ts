import { Injectable } from '@nestjs/common';
import { ChangeRepository, SuppressionRepository } from '#libs/contacts';
import { Database } from '#libs/platform';
import type { ChannelName } from '../channels/channel.js';
import { OperationRepository } from '../operations/operation.repository.js';
import type { Asked } from '../switch/switch.repository.js';

const chunk = 1000;

/** An address that is suppressed because it was refused as nobody's. */
export interface BounceSuppression {
  /** Of the delivery. */
  id: string;
  contactId: string;
  rule: string;
  code: number | null;
  status: string | null;
  diagnostic: string | null;
  at: Date;
}

/** Of this campaign's making alone: another one's bounce keeps an address suppressed. */
const madeHere = `FROM bounce b JOIN delivery d ON d.id = b.delivery_id
  JOIN suppression s ON s.channel = d.channel AND s.address_hash = b.address_hash
  WHERE b.campaign_id = ? AND b.class = 'hard'
    AND s.reason = 'hard_bounce' AND s.source = 'bounce'
    AND NOT EXISTS (SELECT 1 FROM bounce o WHERE o.address_hash = b.address_hash
      AND o.class = 'hard' AND o.campaign_id <> b.campaign_id)`;

/**
 * Takes back what a server made us believe: one that calls everybody unknown, for a day, suppresses all
 * whom it was asked about until the campaign pauses.
 */
@Injectable()
export class LiftRepository {
  constructor(
    private readonly database: Database,
    private readonly suppressions: SuppressionRepository,
    private readonly operations: OperationRepository,
    private readonly changes: ChangeRepository,
  ) {}

  /** What the bounces of a campaign suppressed, and nothing else; by delivery, above the id `after`. */
  list(campaignId: string, after: string, limit: number): Promise<BounceSuppression[]> {
    return this.database.query<BounceSuppression>(
      `SELECT b.delivery_id AS id, b.contact_id AS contactId, b.rule, b.code, b.status, b.diagnostic,
         b.occurred_at AS at
       ${madeHere} AND b.delivery_id > ? ORDER BY b.delivery_id LIMIT ?`,
      [campaignId, after, limit],
    );
  }

  /** Lets all of these be written to again. @returns how many addresses; again, none. */
  async lift(campaignId: string, asked: Asked): Promise<number> {
    let lifted = 0;
    for (let more = chunk; more === chunk; lifted += more)
      more = await this.database.transaction(async (sql) => {
        const rows = await sql.query<{ channel: ChannelName; hash: Buffer }>(
          `SELECT DISTINCT d.channel, b.address_hash AS hash ${madeHere} LIMIT ${chunk}`,
          [campaignId],
        );
        if (rows.length === 0) return 0;
        // A campaign has one channel.
        const { channel } = rows[0]!;
        const hashes = rows.map(({ hash }) => hash);
        await this.suppressions.lift(sql, channel, hashes, 'hard_bounce');
        const done = { kind: 'suppressions.lift', campaignId, ...asked } as const;
        await this.operations.add(sql, { ...done, detail: { addresses: rows.length } });
        return rows.length;
      });
    this.changes.ring();
    return lifted;
  }
}
