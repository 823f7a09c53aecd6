import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Occasions } from '#libs/messaging';
import { Database } from '#libs/platform';

interface Row {
  id: string;
  event: string | null;
  /** DECIMAL as text. */
  value: string | null;
  currency: string | null;
  properties: object | null;
  segment: string | null;
}

/** Tells messages what they were triggered by. */
@Injectable()
export class OccasionRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly occasions: Occasions,
  ) {}

  onModuleInit(): void {
    this.occasions.toldBy(async (deliveryIds) => {
      const rows = await this.load(deliveryIds);
      return new Map(
        rows.map(({ id, value, ...trigger }) => [
          id,
          { trigger: { ...trigger, value: value === null ? null : Number(value) } },
        ]),
      );
    });
  }

  private load(deliveryIds: readonly string[]): Promise<Row[]> {
    return this.database.query<Row>(
      `SELECT d.id, n.name AS event, e.value, e.currency, e.properties, s.name AS segment
       FROM delivery d
       JOIN firing f ON f.id = d.occurrence AND f.campaign_id = d.campaign_id
         AND f.contact_id = d.contact_id
       JOIN campaign_version v ON v.id = f.version_id
       LEFT JOIN event e ON f.cause_kind = 'event' AND e.id = f.cause_ref
       LEFT JOIN event_name n ON n.id = e.name_id
       LEFT JOIN segment s ON f.cause_kind IN ('entered', 'left')
         AND s.id = JSON_VALUE(v.definition, '$.trigger.segmentId')
       WHERE d.id IN (?)`,
      [deliveryIds],
    );
  }
}
