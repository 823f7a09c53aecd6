import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { connect } from '../rules/load.js';
import { ApiClient } from '../../tools/sample/client.js';
import { readSettings } from '../../tools/sample/settings.js';
import { setUpShop, wordingVersion } from '../../tools/sample/steps/shop.js';
import { saveTemplates } from '../../tools/sample/steps/templates.js';

type Channel = 'email' | 'sms';

interface Person {
  externalId: string;
  address: string;
  language: 'en' | 'th';
}

/** The sample shop, for people of a bench's own. */
export class PeersShop {
  private constructor(
    readonly api: ApiClient,
    readonly db: Connection,
  ) {}

  static async open(): Promise<PeersShop> {
    const settings = readSettings(process.env);
    const api = new ApiClient(settings.apiUrl);
    await api.logIn(settings.admin.email, settings.admin.password);
    await setUpShop(api);
    await saveTemplates(api);
    return new PeersShop(api, await connect(process.env.DATABASE_URL!));
  }

  async rows(sql: string): Promise<RowDataPacket[]> {
    const [found] = await this.db.query<RowDataPacket[]>(sql);
    return found;
  }

  async addPeople(channel: Channel, people: readonly Person[]): Promise<void> {
    const address = channel === 'email' ? 'email' : 'phone';
    const header = `externalId,${address},firstName,language,country,consent.${channel}.marketing`;
    const lines = people.map((person) =>
      [person.externalId, person.address, 'Malee', person.language, 'TH', 'yes'].join(),
    );
    const { id } = await this.api.post<{ id: string }>('/v1/imports', {
      adapter: 'contacts_csv',
      fileName: `peers-${channel}.csv`,
      options: {
        matchBy: 'externalId',
        consent: [{ channel, purpose: 'marketing', wordingVersion, source: 'form', evidence: {} }],
      },
    });
    await this.api.putFile(`/v1/imports/${id}/file`, [header, ...lines, ''].join('\n'));
    await this.until(`/v1/imports/${id}`);
  }

  /** A campaign to everybody, until it is done. */
  async send(channel: Channel, templateKey: string): Promise<void> {
    const { api } = this;
    const name = `Peers, ${channel}`;
    const segment = await api.post<{ id: string }>('/v1/segments', {
      name,
      rule: { version: 1, where: { kind: 'everyone' } },
    });
    const template = await api.find<{ id: string; key: string }>(
      '/v1/templates',
      ({ key }) => key === templateKey,
    );
    const { items } = await api.get<{ items: { id: string; channel: string }[] }>('/v1/senders');
    const { id } = await api.post<{ id: string }>('/v1/campaigns', {
      name,
      channel,
      definition: {
        segmentId: segment.id,
        templateId: template!.id,
        senderId: items.find((sender) => sender.channel === channel)!.id,
        purpose: 'marketing',
        holdoutShare: 0,
      },
    });
    for (const step of ['submit', 'approve']) await api.post(`/v1/campaigns/${id}/${step}`);
    await api.post(`/v1/campaigns/${id}/schedule`, { confirm: name });
    await this.until(`/v1/campaigns/${id}/progress`);
  }

  /** Until a count has been the same for so long, ms. */
  async untilQuiet(count: string, quietMs: number): Promise<void> {
    const stepMs = 2_000;
    let last = '';
    for (let waited = 0; waited < quietMs; waited += stepMs) {
      const now = JSON.stringify(await this.rows(count));
      if (now !== last) waited = 0;
      last = now;
      await sleep(stepMs);
    }
  }

  private async until(path: string): Promise<void> {
    for (;;) {
      const { state } = await this.api.get<{ state: string }>(path);
      if (state === 'done') return;
      if (['failed', 'cancelled', 'paused'].includes(state)) throw new Error(`${path}: ${state}`);
      await sleep(500);
    }
  }
}
