import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Channel } from '#libs/rules';
import { PastReach, type Statement } from './past-reach.js';

interface AddressRow {
  id: string;
  email: number;
  emailSuppressed: Date | null;
  sms: number;
  smsSuppressed: Date | null;
}

type StatementRow = Omit<Statement, 'granted'> & { contact: string; granted: number };

const suppressedAt = (channel: Channel, column: string): string =>
  `(SELECT s.created_at FROM suppression s
    WHERE s.channel = '${channel}' AND s.address_hash = c.${column})`;

/** Who might have been written to, and when that changed. */
@Injectable()
export class PastReachRepository {
  constructor(private readonly database: Database) {}

  /** By contact; those who do not exist are absent. Two statements, however many they are. */
  async load(contactIds: readonly string[]): Promise<Map<string, PastReach>> {
    if (contactIds.length === 0) return new Map();
    const rows = await this.database.query<AddressRow>(
      `SELECT c.id, c.email_hash IS NOT NULL AS email, c.phone_hash IS NOT NULL AS sms,
         ${suppressedAt('email', 'email_hash')} AS emailSuppressed,
         ${suppressedAt('sms', 'phone_hash')} AS smsSuppressed
       FROM contact c WHERE c.id IN (?)`,
      [contactIds],
    );
    const statements = await this.statements(contactIds);
    return new Map(
      rows.map((row): [string, PastReach] => {
        const suppressed = new Map<Channel, number>();
        if (Number(row.email) === 1) suppressed.set('email', since(row.emailSuppressed));
        if (Number(row.sms) === 1) suppressed.set('sms', since(row.smsSuppressed));
        return [row.id, new PastReach(suppressed, statements.get(row.id) ?? [])];
      }),
    );
  }

  /** The present state is one more statement, the last: said already, unless its history is not kept. */
  private async statements(contactIds: readonly string[]): Promise<Map<string, Statement[]>> {
    const columns = 'contact_id AS contact, channel, purpose, granted, occurred_at AS at';
    const rows = await this.database.query<StatementRow>(
      `SELECT ${columns} FROM consent WHERE contact_id IN (?)
       UNION SELECT ${columns} FROM consent_state WHERE contact_id IN (?)`,
      [contactIds, contactIds],
    );
    const statements = new Map<string, Statement[]>();
    for (const { contact, granted, ...row } of rows) {
      const statement = { ...row, granted: Number(granted) === 1 };
      const known = statements.get(contact);
      if (known) known.push(statement);
      else statements.set(contact, [statement]);
    }
    return statements;
  }
}

const since = (at: Date | null): number => at?.getTime() ?? Infinity;
