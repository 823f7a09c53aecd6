import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import { needsConsent, type Channel, type Facts } from '#libs/rules';

type MayReach = Facts['mayReach'];

interface OpenRow {
  id: string;
  email: number;
  sms: number;
}

interface ConsentRow {
  contact: string;
  channel: Channel;
  purpose: string;
}

/** An address is there and nobody suppressed it. */
const open = (channel: Channel, column: string): string =>
  `c.${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM suppression s
     WHERE s.channel = '${channel}' AND s.address_hash = c.${column})`;

/** Who may be written to, decided as it is when a campaign is planned. */
@Injectable()
export class ReachRepository {
  /** By contact; those who do not exist are absent. Two statements, however many they are. */
  async load(sql: Sql, contactIds: readonly string[]): Promise<Map<string, MayReach>> {
    if (contactIds.length === 0) return new Map();
    const rows = await sql.query<OpenRow>(
      `SELECT c.id, ${open('email', 'email_hash')} AS email, ${open('sms', 'phone_hash')} AS sms
       FROM contact c WHERE c.id IN (?)`,
      [contactIds],
    );
    const granted = await this.granted(sql, contactIds);
    return new Map(
      rows.map((row): [string, MayReach] => [
        row.id,
        (channel, purpose) =>
          Number(row[channel]) === 1 &&
          (!needsConsent(purpose) || granted.has(`${row.id} ${channel} ${purpose}`)),
      ]),
    );
  }

  private async granted(sql: Sql, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await sql.query<ConsentRow>(
      `SELECT contact_id AS contact, channel, purpose FROM consent_state
       WHERE contact_id IN (?) AND granted = 1`,
      [contactIds],
    );
    return new Set(rows.map((row) => `${row.contact} ${row.channel} ${row.purpose}`));
  }
}
