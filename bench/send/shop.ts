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
  ${['Baskets', 'Teapots']
    .map(
      (name) => `<mj-section><mj-column><mj-text><strong>${name}</strong> made by hand in the north,
      ${'soft, strong and made to last for many seasons; '.repeat(4)}</mj-text></mj-column></mj-section>`,
    )
    .join('')}
  <mj-section><mj-column><mj-text><a href="https://shop.example.test/shops">Our shops</a> ·
  <a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text></mj-column></mj-section>
</mj-body></mjml>`;

export const content = {
  channel: 'email',
  fallbackLanguage: 'en',
  languages: { en: { subject: '{{contact.firstName}}, the rain sale', body } },
  sampleData: { contact: { firstName: 'Malee', city: 'Chiang Mai' } },
};

/** A shop with so many customers who all want its newsletter. */
export class Shop {
  private campaigns = 0;

  private constructor(
    readonly api: ApiClient,
    private readonly db: Connection,
    private readonly hasher: AddressHasher,
    readonly templateId: string,
    readonly senderId: string,
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
    const hasher = new AddressHasher(source.ADDRESS_SECRET!);
    await fill(db, people, hasher, 0);
    const { templateId, senderId } = await addSender(api, content);
    return new Shop(api, db, hasher, templateId, senderId);
  }

  /** A campaign to everybody. @returns its id, once it has been scheduled for now */
  async launch(definition: object = {}): Promise<string> {
    const segment = await this.api.post<{ id: string }>('/v1/segments', {
      name: `Everybody ${(this.campaigns += 1)}`,
      rule: { version: 1, where: { kind: 'everyone' } },
    });
    const name = `Rain sale ${this.campaigns}`;
    const { id } = await this.api.post<{ id: string }>('/v1/campaigns', {
      name,
      channel: 'email',
      definition: {
        templateId: this.templateId,
        senderId: this.senderId,
        segmentId: segment.id,
        holdoutShare: 0,
        ...definition,
      },
    });
    for (const step of ['submit', 'approve']) await this.api.post(`/v1/campaigns/${id}/${step}`);
    await this.api.post(`/v1/campaigns/${id}/schedule`, { confirm: name });
    return id;
  }

  /** What somebody who watches a campaign asks. */
  progress(campaign: string): Promise<object> {
    return this.api.get(`/v1/campaigns/${campaign}/progress`);
  }

  /** More customers of the same kind, so many in all. */
  async grow(people: number): Promise<void> {
    await fill(this.db, people, this.hasher, await this.number('SELECT COUNT(*) FROM contact'));
  }

  async rows(sql: string, values: readonly unknown[] = []): Promise<RowDataPacket[]> {
    return (await this.db.query<RowDataPacket[]>(sql, [...values]))[0];
  }

  async number(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.rows(sql, values);
    return Number(Object.values(row ?? { n: 0 })[0] ?? 0);
  }

  /** Until the query has a row. */
  async until(sql: string, campaign: string): Promise<void> {
    while (!(await this.number(sql, [campaign]))) await sleep(20);
  }

  close(): Promise<void> {
    return this.db.end();
  }
}

async function fill(
  db: Connection,
  people: number,
  hasher: AddressHasher,
  already: number,
): Promise<void> {
  function* contacts() {
    for (let n = already + 1; n <= people; n += 1) {
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
     SELECT id, 'email', 'marketing', 1, NOW(3) FROM contact WHERE id > ?`,
    [already],
  );
  await db.query('ANALYZE TABLE contact, consent_state');
}
