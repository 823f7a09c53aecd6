import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { Channel, MessageFact, ResponseFact, ResponseKind } from '#libs/rules';

interface DeliveryRow {
  id: string;
  contact: string;
  campaign: string;
  channel: Channel;
  sentAt: Date | null;
}

interface ResponseRow {
  delivery: string;
  kind: ResponseKind;
  machine: number;
  link: number | null;
  at: Date;
}

/** Messages to contacts and what came back, as rules look at them. */
@Injectable()
export class MessageFactsRepository {
  /** By contact; those to whom nothing was sent are absent. Two statements, however many they are. */
  async load(sql: Sql, contactIds: readonly string[]): Promise<Map<string, MessageFact[]>> {
    const messages = new Map<string, MessageFact[]>();
    if (contactIds.length === 0) return messages;
    const responses = await this.responses(sql, contactIds);
    const rows = await sql.query<DeliveryRow>(
      `SELECT id, contact_id AS contact, campaign_id AS campaign, channel, sent_at AS sentAt
       FROM delivery WHERE contact_id IN (?)`,
      [contactIds],
    );
    for (const { id, contact, campaign, channel, sentAt } of rows) {
      const back = responses.get(id) ?? [];
      if (sentAt === null && back.length === 0) continue;
      const message = { campaign, channel, sentAt, responses: back };
      const known = messages.get(contact);
      if (known) known.push(message);
      else messages.set(contact, [message]);
    }
    return messages;
  }

  /** By delivery. */
  private async responses(
    sql: Sql,
    contactIds: readonly string[],
  ): Promise<Map<string, ResponseFact[]>> {
    const responses = new Map<string, ResponseFact[]>();
    const rows = await sql.query<ResponseRow>(
      `SELECT delivery_id AS delivery, kind, actor = 'machine' AS machine, link_position AS link,
         occurred_at AS at
       FROM response WHERE contact_id IN (?)`,
      [contactIds],
    );
    for (const { delivery, machine, ...row } of rows) {
      const response = { ...row, machine: Number(machine) === 1 };
      const known = responses.get(delivery);
      if (known) known.push(response);
      else responses.set(delivery, [response]);
    }
    return responses;
  }
}
