import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { AddressHasher } from '#libs/platform';
import { connect, load } from '../rules/load.js';
import { ApiClient } from '../../tools/sample/client.js';
import { readSettings } from '../../tools/sample/settings.js';
import { addSender } from './sender.js';

/** Eight kilobytes of HTML with three links, as a newsletter has. */
const body = `<mjml><mj-body>
  <mj-section><mj-column><mj-text>Dear {{contact.firstName}}, the rain sale has begun in {{contact.city}}.</mj-text>
  <mj-button href="https://shop.example.test/sale">To the sale</mj-button></mj-column></mj-section>
  ${['Baskets', 'Bedspreads', 'Teapots', 'Lamps']
    .map(
      (name) => `<mj-section><mj-column><mj-text><strong>${name}</strong> made by hand in the north,
      ${'soft, strong and made to last for many seasons; '.repeat(4)}</mj-text></mj-column></mj-section>`,
    )
    .join('')}
  <mj-section><mj-column><mj-text><a href="https://shop.example.test/shops">Our shops</a> ·
  <a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text></mj-column></mj-section>
</mj-body></mjml>`;

const content = {
  channel: 'email',
  fallbackLanguage: 'en',
  languages: { en: { subject: '{{contact.firstName}}, the rain sale', body } },
  sampleData: { contact: { firstName: 'Malee', city: 'Chiang Mai' } },
};

/** A shop with so many customers who all want its newsletter. */
export class Shop {
  private campaigns = 0;

  private constructor(
    private readonly api: ApiClient,
    private readonly db: Connection,
    private readonly templateId: string,
    private readonly senderId: string,
  ) {}

  /** @param source the settings of the programs and of the sample campaign */
  static async open(
    people: number,
    source: Readonly<Record<string, string | undefined>> = process.env,
  ): Promise<Shop> {
    const settings = readSettings(source);
    const api = new ApiClient(settings.apiUrl);
    await api.logIn(settings.admin.email, settings.admin.password);
    const db = await connect(source.DATABASE_URL!);
    await fill(db, people, new AddressHasher(source.ADDRESS_SECRET!));
    const { templateId, senderId } = await addSender(api, content);
    return new Shop(api, db, templateId, senderId);
  }

  /** A campaign to everybody. @returns its id, once it has been scheduled for now */
  async launch(): Promise<string> {
    const segment = await this.api.post<{ id: string }>('/v1/segments', {
      name: `Everybody ${(this.campaigns += 1)}`,
      rule: { version: 1, where: { kind: 'everyone' } },
    });
    const { id } = await this.api.post<{ id: string }>('/v1/campaigns', {
      name: `Rain sale ${this.campaigns}`,
      channel: 'email',
      definition: {
        templateId: this.templateId,
        senderId: this.senderId,
        segmentId: segment.id,
        holdoutShare: 0,
      },
    });
    for (const step of ['submit', 'approve', 'schedule'])
      await this.api.post(`/v1/campaigns/${id}/${step}`);
    return id;
  }

  /** What somebody who watches a campaign asks. */
  progress(campaign: string): Promise<object> {
    return this.api.get(`/v1/campaigns/${campaign}/progress`);
  }

  async number(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [rows] = await this.db.query<RowDataPacket[]>(sql, [...values]);
    return Number(Object.values(rows[0] ?? { n: 0 })[0] ?? 0);
  }

  /** Until the query has a row. */
  async until(sql: string, campaign: string): Promise<void> {
    while (!(await this.number(sql, [campaign]))) await sleep(20);
  }

  close(): Promise<void> {
    return this.db.end();
  }
}

async function fill(db: Connection, people: number, hasher: AddressHasher): Promise<void> {
  function* contacts() {
    for (let n = 1; n <= people; n += 1) {
      const email = `c${n}@example.test`;
      yield `${n}\t${email}\t${hasher.hash(email).toString('hex')}\tMalee ${n}\tChiang Mai\n`;
    }
  }
  await load(
    db,
    `contact (id, email, @hash, first_name, city)
     SET email_hash = UNHEX(@hash), language = 'en', created_at = NOW(3), updated_at = NOW(3)`,
    contacts(),
  );
  await db.query(
    `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
     SELECT id, 'email', 'marketing', 1, NOW(3) FROM contact`,
  );
  await db.query('ANALYZE TABLE contact, consent_state');
}
