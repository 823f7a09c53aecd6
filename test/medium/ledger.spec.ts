import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConsentService, SuppressionService } from '#libs/contacts';
import {
  DeliveryWorkModule,
  FlushRepository,
  LedgerRepository,
  MailingRepository,
  MessagingModule,
  PlanningRepository,
  RecoveryRepository,
  type DueCursor,
  type DueDelivery,
  type Mailing,
} from '#libs/messaging';
import { AddressHasher, Database, PlatformModule } from '#libs/platform';
import { migrations } from '../../migrations/index.js';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

@Module({ imports: [MessagingModule, DeliveryWorkModule] })
class Ledger {}

const audience = { sql: 'SELECT c.id FROM contact c', parameters: [] };
const all = { after: '0', through: '1000000' };
const now = new Date('2026-03-01T00:00:00Z');

describe('the delivery ledger', () => {
  let servers: TestServers;
  let app: INestApplicationContext;
  let database: Database;
  let mailing: Mailing;
  let campaign = 0;

  beforeAll(async () => {
    servers = await createTestServers();
    const env = { ...testEnv(servers), leaseSeconds: 2, uncertainGraceSeconds: 0 };
    app = await NestFactory.createApplicationContext(
      {
        module: Ledger,
        imports: [PlatformModule.forRoot({ app: 'test', env, migrations })],
      },
      { logger: false },
    );
    await app.get(DataSource).runMigrations({ transaction: 'each' });
    database = app.get(Database);
  });

  afterAll(async () => {
    await app.close();
    await servers.drop();
  });

  /** A fresh set of contacts and an open mailing. */
  async function begin(people: number, changes: Partial<Mailing> = {}): Promise<string[]> {
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
      campaignId: String(++campaign),
      campaignName: 'x',
      channel: 'email',
      purpose: 'marketing',
      templateVersionId: '1',
      sender: { name: 'x', address: 'x@example.test', replyTo: null },
      holdoutShare: 0,
      salt: 'a salt of 32 characters: exactly',
      uncertainPolicy: 'resend',
      ...changes,
    });
    await mailings.setOpen(id, true);
    mailing = (await mailings.get(id))!;
    const rows = await database.query<{ id: string }>('SELECT id FROM contact ORDER BY id');
    return rows.map((row) => row.id);
  }

  const plan = (range = all) =>
    database.transaction((sql) =>
      app.get(PlanningRepository).plan(sql, mailing, 0, audience, range),
    );
  const due = (limit = 100) => app.get(LedgerRepository).due(mailing.id, limit, {});
  const flush = (work: Partial<Parameters<FlushRepository['flush']>[0]>) =>
    app.get(FlushRepository).flush({ outcomes: [], refusals: [], intents: [], ...work });
  const outcome = (delivery: DueDelivery) => ({
    delivery,
    state: 'accepted' as const,
    reason: null,
    delaySeconds: 0,
    code: 250,
    status: null,
    providerId: null,
  });
  const recover = () => app.get(RecoveryRepository).recover([mailing.id]);
  const states = () => app.get(LedgerRepository).countByState(mailing.campaignId);
  const reasons = async () => {
    const rows = await database.query<{ reason: string; n: string }>(
      `SELECT reason, COUNT(*) AS n FROM delivery
       WHERE campaign_id = ? AND reason IS NOT NULL GROUP BY reason`,
      [mailing.campaignId],
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, Number(n)]));
  };
  const expire = () =>
    database.execute(`UPDATE delivery SET lease_until = NOW(3) - INTERVAL 1 SECOND
                      WHERE lease_until IS NOT NULL`);

  describe('planning', () => {
    it('loses nobody, gives each a reason, and says the same beforehand', async () => {
      const [a, b, c, d] = await begin(10);
      await database.execute('UPDATE contact SET email = NULL, email_hash = NULL WHERE id = ?', [
        a,
      ]);
      await database.execute('DELETE FROM consent_state WHERE contact_id = ?', [b]);
      await database.execute('UPDATE consent_state SET granted = 0 WHERE contact_id = ?', [c]);
      await app
        .get(SuppressionService)
        .suppressAddress('email', 'p3@example.test', 'hard_bounce', 'test');
      await database.execute(
        `UPDATE contact x JOIN contact y ON y.id = ? SET x.email_hash = y.email_hash
         WHERE x.id = (SELECT MAX(id) FROM (SELECT id FROM contact) t)`,
        [String(Number(d) + 1)],
      );
      const expected = {
        no_address: 1,
        no_consent: 1,
        withdrawn: 1,
        suppressed: 1,
        duplicate_address: 1,
      };
      const dry = await app.get(PlanningRepository).dryRun(audience, mailing);
      expect(dry).toEqual({ audience: 10, planned: 5, heldOut: 0, skipped: expected });
      expect(await plan()).toBe(10);
      expect(await states()).toEqual({ planned: 5, skipped: 5 });
      expect(await reasons()).toEqual(expected);
    });

    it('changes nothing when it is done again, also in other chunks', async () => {
      const ids = await begin(30, { holdoutShare: 0.3 });
      await plan({ after: '0', through: ids[9]! });
      await plan();
      const before = await database.query(
        'SELECT contact_id, state, arm FROM delivery ORDER BY id',
      );
      expect(await plan()).toBe(0);
      expect(
        await database.query('SELECT contact_id, state, arm FROM delivery ORDER BY id'),
      ).toEqual(before);
      expect(before).toHaveLength(30);
    });

    it('holds out its share, by a hash that sticks to the person and differs by campaign', async () => {
      const heldOut = async () => {
        const rows = await database.query<{ id: string }>(
          `SELECT contact_id AS id FROM delivery WHERE campaign_id = ? AND arm = 'held_out'`,
          [mailing.campaignId],
        );
        return rows.map(({ id }) => id);
      };
      await begin(3000, { holdoutShare: 0.1 });
      await plan();
      const first = await heldOut();
      // 300 expected; five standard deviations are 82.
      expect(Math.abs(first.length - 300)).toBeLessThan(82);
      expect(await states()).toEqual({ planned: 3000 - first.length, skipped: first.length });
      const again = { ...mailing };
      await database.execute('DELETE FROM delivery');
      await plan();
      expect(await heldOut()).toEqual(first);
      mailing = { ...again, salt: 'another', campaignId: '999999' };
      await plan();
      const other = new Set(await heldOut());
      // Were the two draws not independent, all or none would be in both; 30 are expected.
      const both = first.filter((id) => other.has(id)).length;
      expect(both).toBeGreaterThan(5);
      expect(both).toBeLessThan(70);
    });
  });

  describe('looks and intents', () => {
    it('parts a mailing into shares: each row in one, in order, look after look', async () => {
      const ids = await begin(50);
      await plan();
      const ledger = app.get(LedgerRepository);
      const seen: string[][] = [];
      for (const slot of [0, 1, 2]) {
        const [own, cursor]: [string[], DueCursor] = [[], {}];
        for (;;) {
          const rows = await ledger.due(mailing.id, 7, cursor, { slot, of: 3 });
          if (rows.length === 0) break;
          own.push(...rows.map(({ contactId }) => contactId));
        }
        expect(own).toEqual([...own].sort((x, y) => Number(x) - Number(y)));
        seen.push(own);
      }
      expect(seen.every((own) => own.length > 10)).toBe(true);
      expect(seen.flat().sort()).toEqual([...ids].sort());
    });

    it('what is to be sent again comes first, when it is due', async () => {
      await begin(3);
      await plan();
      const [first, second] = await due();
      const later = `UPDATE delivery SET state = 'deferred', due_at = NOW(3) + INTERVAL ? SECOND WHERE id = ?`;
      await database.execute(later, [3600, first!.id]);
      await database.execute(later, [0, second!.id]);
      const rows = await due();
      expect(rows.map(({ id }) => id)).toEqual([second!.id, expect.not.stringMatching(first!.id)]);
    });

    it('of two who have looked at the same rows one may send each', async () => {
      await begin(20);
      await plan();
      const [one, other] = [await due(), await due()];
      const confirmed = await Promise.all([
        flush({ intents: one }),
        flush({ intents: other.slice(0, 10) }),
      ]);
      const sent = confirmed.flatMap((ids) => [...ids]);
      expect(sent).toHaveLength(20);
      expect(new Set(sent).size).toBe(20);
      // Too late: it has been sent and answered, or waits for its next attempt.
      await flush({ outcomes: one.slice(-1).map(outcome) });
      expect((await flush({ intents: other.slice(-1) })).size).toBe(0);
    });

    it('confirms nothing that was put off since the look', async () => {
      await begin(1);
      await plan();
      const intents = await due();
      await database.execute('UPDATE delivery SET due_at = NOW(3) + INTERVAL 60 SECOND');
      expect((await flush({ intents })).size).toBe(0);
    });

    it('confirms what may be sent, and the same again after a lost answer', async () => {
      await begin(3);
      await plan();
      const intents = await due();
      const confirmed = await flush({ intents });
      expect(confirmed.size).toBe(3);
      expect(await flush({ intents })).toEqual(confirmed);
      expect(await states()).toEqual({ sending: 3 });
      const [row] = await database.query<{ attempts: number }>(
        'SELECT attempts FROM delivery LIMIT 1',
      );
      expect(row!.attempts).toBe(1);
    });

    it('confirms nothing once the gate is closed, and leaves the rows as they are', async () => {
      await begin(3);
      await plan();
      const intents = await due();
      await app.get(MailingRepository).setOpen(mailing.id, false);
      expect((await flush({ intents })).size).toBe(0);
      expect(await states()).toEqual({ planned: 3 });
    });

    it('nothing is due of a mailing whose gate is closed', async () => {
      await begin(3);
      await plan();
      await app.get(MailingRepository).setOpen(mailing.id, false);
      expect(await due()).toEqual([]);
    });

    it('begins the lease anew for an intent that is confirmed late', async () => {
      await begin(1);
      await plan();
      const intents = await due();
      await flush({ intents });
      await expire();
      expect((await flush({ intents })).size).toBe(1);
      expect(await recover()).toMatchObject({ uncertain: 0 });
    });

    it('stops at a suppression and at a withdrawal, however late', async () => {
      const ids = await begin(3);
      await plan();
      const intents = await due();
      await app
        .get(SuppressionService)
        .suppressAddress('email', 'p0@example.test', 'complaint', 'test');
      await app.get(ConsentService).withdraw({
        contactId: ids[1]!,
        channel: 'email',
        purpose: 'marketing',
        source: 'test',
      });
      const confirmed = await flush({ intents });
      expect([...confirmed]).toEqual(
        intents.filter(({ contactId }) => contactId === ids[2]).map(({ id }) => id),
      );
      expect(await reasons()).toEqual({ suppressed: 1, withdrawn: 1 });
    });

    it('lets a pause wait for the flush that is under way, and no longer', async () => {
      await begin(1);
      await plan();
      const done: string[] = [];
      await database
        .transaction(async (sql) => {
          await sql.query('SELECT id FROM mailing WHERE id = ? LOCK IN SHARE MODE', [mailing.id]);
          const pause = app
            .get(MailingRepository)
            .setOpen(mailing.id, false)
            .then(() => done.push('paused'));
          await new Promise((resolve) => setTimeout(resolve, 100));
          done.push('committed');
          return { pause };
        })
        .then(({ pause }) => pause);
      expect(done).toEqual(['committed', 'paused']);
    });
  });

  describe('recovery', () => {
    it('calls uncertain what was being sent, and nothing else', async () => {
      await begin(5);
      await plan();
      await flush({ intents: (await due()).slice(0, 2) });
      await expire();
      expect(await recover()).toMatchObject({ uncertain: 2 });
      expect(await states()).toEqual({ planned: 3, deferred: 2 });
    });

    it('gives back what a version before had claimed', async () => {
      await begin(2);
      await plan();
      await database.execute(
        `UPDATE delivery SET state = 'claimed', token = 'x', lease_until = NOW(3) - INTERVAL 1 SECOND`,
      );
      expect(await recover()).toMatchObject({ released: 2 });
      expect(await states()).toEqual({ planned: 2 });
    });

    it('waits for nobody who stands still in mid-transaction', async () => {
      await begin(4);
      await plan();
      const intents = await due();
      await flush({ intents });
      await expire();
      await database.transaction(async (sql) => {
        await sql.execute(`UPDATE delivery SET reply_code = 250 WHERE id IN (?)`, [
          [intents[0]!.id, intents[3]!.id],
        ]);
        expect(await recover()).toMatchObject({ uncertain: 2 });
      });
      expect(await recover()).toMatchObject({ uncertain: 2 });
    });

    it('takes a late outcome of a process that only was slow', async () => {
      await begin(1, { uncertainPolicy: 'hold' });
      await plan();
      const [delivery] = await due();
      await flush({ intents: [delivery!] });
      await expire();
      await database.execute(`UPDATE delivery SET state = 'uncertain', uncertain_at = NOW(3)`);
      await flush({ outcomes: [outcome(delivery!)] });
      expect(await states()).toEqual({ accepted: 1 });
    });

    it('ignores an outcome for a row that somebody else has taken over', async () => {
      await begin(1);
      await plan();
      const [first] = await due();
      await flush({ intents: [first!] });
      await expire();
      await recover();
      await recover();
      const [second] = await due();
      expect(second!.id).toBe(first!.id);
      await flush({ intents: [second!] });
      await flush({ outcomes: [{ ...outcome(first!), state: 'failed' }] });
      expect(await states()).toEqual({ sending: 1 });
    });

    it('resends or holds by policy, and never forgets that it was uncertain', async () => {
      for (const [policy, state] of [
        ['resend', 'deferred'],
        ['hold', 'held'],
      ] as const) {
        await begin(1, { uncertainPolicy: policy });
        await plan();
        await flush({ intents: await due() });
        await expire();
        await recover();
        await recover();
        expect(await states()).toEqual({ [state]: 1 });
        const rows = await app
          .get(LedgerRepository)
          .list(mailing.campaignId, { uncertain: true, after: '0', limit: 10 });
        expect(rows).toHaveLength(1);
      }
    });

    it('holds what was uncertain again and again, instead of sending copies for ever', async () => {
      await begin(1);
      await plan();
      for (let copies = 1; ; copies++) {
        expect(copies).toBeLessThanOrEqual(3);
        await flush({ intents: await due() });
        await expire();
        await recover();
        await recover();
        if ((await states()).held) break;
        expect(await states()).toEqual({ deferred: 1 });
      }
    });

    it('takes a response as evidence also while the next attempt is waited for', async () => {
      await begin(2);
      await plan();
      const [delivery, other] = await due();
      await flush({ intents: [delivery!] });
      await expire();
      await recover();
      await recover();
      expect(await states()).toEqual({ deferred: 1, planned: 1 });
      expect(await app.get(RecoveryRepository).confirm(delivery!.id)).toBe(true);
      expect(await app.get(RecoveryRepository).confirm(other!.id)).toBe(false);
      expect(await states()).toEqual({ accepted: 1, planned: 1 });
    });

    it('takes a response as evidence that it arrived', async () => {
      await begin(1, { uncertainPolicy: 'hold' });
      await plan();
      const [delivery] = await due();
      await flush({ intents: [delivery!] });
      await expire();
      await recover();
      expect(await app.get(RecoveryRepository).confirm(delivery!.id)).toBe(true);
      expect(await states()).toEqual({ accepted: 1 });
    });
  });
});
