import { ConsentService, SuppressionService } from '#libs/contacts';
import { AddressHasher } from '#libs/platform';
import { draftCampaign, launch, untilState, type World } from '../world.js';

/** One delivery of a text message, and whose. */
export interface SmsLine {
  id: string;
  contactId: string;
  state: string;
  bounce: string | null;
  receipt: string | null;
  phone: string;
}

/** A campaign of text messages that was sent, and what to ask of it. */
export class SentSms {
  private next = 0;

  private constructor(
    private readonly world: World,
    readonly campaignId: string,
  ) {}

  static async send(world: World): Promise<SentSms> {
    const campaignId = await draftCampaign(world, {}, 'sms');
    await launch(world, campaignId);
    await untilState(world, campaignId, 'done');
    return new SentSms(world, campaignId);
  }

  async lines(): Promise<SmsLine[]> {
    const path = `/v1/campaigns/${this.campaignId}/deliveries?limit=200`;
    const { body } = await this.world.marketer.get<{ items: Omit<SmsLine, 'phone'>[] }>(path);
    const phones = await this.world.database.query<{ id: string; phone: string }>(
      'SELECT id, phone FROM contact',
    );
    const phoneOf = new Map(phones.map(({ id, phone }) => [id, phone]));
    return body.items.map((line) => ({ ...line, phone: phoneOf.get(line.contactId) ?? '' }));
  }

  /** One that no test had before. */
  async another(): Promise<SmsLine> {
    return (await this.lines())[this.next++]!;
  }

  async now({ id }: SmsLine): Promise<SmsLine> {
    return (await this.lines()).find((line) => line.id === id)!;
  }

  suppressionOf({ phone }: { phone: string }): Promise<string | undefined> {
    return this.world.api.app.get(SuppressionService, { strict: false }).reasonOf('sms', phone);
  }

  /** Whether they agree to text messages of marketing. */
  async agrees(contactId: string): Promise<boolean> {
    const consents = this.world.api.app.get(ConsentService, { strict: false });
    const states = await consents.states(contactId);
    return states.some(({ channel, granted }) => channel === 'sms' && granted);
  }

  async repliesOf({ contactId }: SmsLine): Promise<string[]> {
    const { body } = await this.world.marketer.get<{ items: { text: string }[] }>(
      `/v1/replies?contactId=${contactId}`,
    );
    return body.items.map(({ text }) => text);
  }

  /** Texts of what nobody could be found for. */
  async unread(): Promise<string[]> {
    const { body } = await this.world.marketer.get<{ items: { id: string }[] }>(
      '/v1/inbound/unread',
    );
    return Promise.all(
      body.items.map(async ({ id }) => {
        const { text } = await this.world.marketer.get(`/v1/inbound/unread/${id}/original`);
        return Buffer.from(text.split('\r\n\r\n')[1]!, 'base64').toString();
      }),
    );
  }

  /** Everything that is kept of a delivery's way back. */
  async traces({ id }: SmsLine): Promise<unknown> {
    const { database } = this.world;
    const of = (table: string, columns: string) =>
      database.query(`SELECT ${columns} FROM ${table} WHERE delivery_id = ? ORDER BY 1`, [id]);
    return {
      responses: await of('response', 'kind'),
      bounces: await of('bounce', 'class, rule'),
      parts: await of('sms_part', 'part_id, state'),
    };
  }

  /** Somebody else of the same number. @returns the contact's id */
  async addRelative(phone: string): Promise<string> {
    const { database, api } = this.world;
    const { insertId } = await database.execute(
      `INSERT INTO contact (phone, phone_hash, language, created_at, updated_at)
       VALUES (?, ?, 'th', NOW(3), NOW(3))`,
      [phone, api.app.get(AddressHasher).hash(phone)],
    );
    await database.execute(
      `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
       VALUES (?, 'sms', 'marketing', 1, '2026-01-01')`,
      [insertId],
    );
    return insertId;
  }
}
