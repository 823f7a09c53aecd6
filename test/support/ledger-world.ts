import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import {
  DeliveryWorkModule,
  FlushRepository,
  LedgerRepository,
  MailingRepository,
  MessagingModule,
  PlanningRepository,
  RecoveryRepository,
  type DueDelivery,
  type Flush,
  type Mailing,
  type Timing,
} from '#libs/messaging';
import { AddressHasher, Database, PlatformModule } from '#libs/platform';
import { migrations } from '../../migrations/index.js';
import { testEnv } from './env.js';
import { createTestServers, type TestServers } from './servers.js';

@Module({ imports: [MessagingModule, DeliveryWorkModule] })
class Ledger {}

export const audience = { sql: 'SELECT c.id FROM contact c', parameters: [] };
export const all = { after: '0', through: '1000000' };
const now = new Date('2026-03-01T00:00:00Z');

/** A ledger and what writes into it, without anybody who works by himself. */
export class LedgerWorld {
  /** The one that was begun last. */
  mailing: Mailing;
  private campaigns = 0;

  private constructor(
    readonly app: INestApplicationContext,
    readonly database: Database,
    readonly servers: TestServers,
  ) {}

  static async open(): Promise<LedgerWorld> {
    const servers = await createTestServers();
    const env = { ...testEnv(servers), leaseSeconds: 2, uncertainGraceSeconds: 0 };
    const app = await NestFactory.createApplicationContext(
      { module: Ledger, imports: [PlatformModule.forRoot({ app: 'test', env, migrations })] },
      { logger: false },
    );
    await app.get(DataSource).runMigrations({ transaction: 'each' });
    return new LedgerWorld(app, app.get(Database), servers);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.servers.drop();
  }

  /** A fresh set of contacts and an open mailing. */
  async begin(people: number, changes: Partial<Mailing> = {}): Promise<string[]> {
    const { app, database } = this;
    for (const table of ['contact', 'consent_state', 'suppression', 'delivery'])
      await database.execute(`DELETE FROM ${table}`);
    const hasher = app.get(AddressHasher);
    const emails = Array.from({ length: people }, (_, i) => `p${i}@example.test`);
    await database.execute(
      'INSERT INTO contact (email, email_hash, created_at, updated_at) VALUES ?',
      [emails.map((email) => [email, hasher.hash(email), now, now])],
    );
    await database.execute(
      `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
       SELECT id, 'email', 'marketing', 1, created_at FROM contact`,
    );
    const mailings = app.get(MailingRepository);
    const id = await mailings.create({
      campaignId: String(++this.campaigns),
      campaignName: 'x',
      channel: 'email',
      purpose: 'marketing',
      templateVersionId: '1',
      sender: { name: 'x', address: 'x@example.test', replyTo: null },
      holdoutShare: 0,
      salt: 'a salt of 32 characters: exactly',
      uncertainPolicy: 'resend',
      priority: 1,
      urgency: 'bulk',
      ...changes,
    });
    await mailings.setOpen(id, true);
    this.mailing = (await mailings.get(id))!;
    const rows = await database.query<{ id: string }>('SELECT id FROM contact ORDER BY id');
    return rows.map((row) => row.id);
  }

  plan(range = all, timing: Partial<Timing> = {}): Promise<number> {
    const plan = {
      mailing: this.mailing,
      occurrence: 0,
      audience,
      timing: { localTime: null, from: now, spreadMinutes: 0, ...timing },
    };
    return this.database.transaction((sql) =>
      this.app.get(PlanningRepository).plan(sql, plan, range),
    );
  }

  due(limit = 100): Promise<DueDelivery[]> {
    return this.app.get(LedgerRepository).due(this.mailing.id, limit, {});
  }

  flush(work: Partial<Flush>): Promise<Set<string>> {
    const nothing = { outcomes: [], refusals: [], postponements: [], intents: [] };
    return this.app.get(FlushRepository).flush({ ...nothing, ...work });
  }

  recover() {
    return this.app.get(RecoveryRepository).recover([this.mailing.id]);
  }

  states() {
    return this.app.get(LedgerRepository).countByState(this.mailing.campaignId);
  }

  async reasons(): Promise<Record<string, number>> {
    const rows = await this.database.query<{ reason: string; n: string }>(
      `SELECT reason, COUNT(*) AS n FROM delivery
       WHERE campaign_id = ? AND reason IS NOT NULL GROUP BY reason`,
      [this.mailing.campaignId],
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, Number(n)]));
  }

  /** Every lease has run out. */
  async expire(): Promise<void> {
    await this.database.execute(
      `UPDATE delivery SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE lease_until IS NOT NULL`,
    );
  }
}

/** It was accepted. */
export const accepted = (delivery: DueDelivery) => ({
  delivery,
  state: 'accepted' as const,
  reason: null,
  delaySeconds: 0,
  code: 250,
  status: null,
  providerId: null,
});
