import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { AddressHasher, CLOCK, Database, type Sql } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import { parseEmail, parsePhone } from '../values/index.js';
import type { Channel } from './consent.js';

export const suppressionReasons = [
  'hard_bounce',
  'complaint',
  'erasure',
  'manual',
  'soft_bounce',
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** One address that must not be written to. Only its keyed hash is ever stored. */
export interface Suppression {
  channel: Channel;
  addressHash: Buffer;
  reason: SuppressionReason;
  /** Which part of the system, or which person, said so. */
  source: string;
}

const hashColumns: Record<Channel, string> = { email: 'email_hash', sms: 'phone_hash' };

@Injectable()
export class SuppressionRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
  ) {}

  /**
   * Keeps the first reason, except that an erasure is never forgotten, and that what is learnt of one
   * message comes out the same in whichever order: a complaint says more than a bounce, a hard one more
   * than soft ones.
   */
  async add(suppressions: readonly Suppression[], now: Date, sql?: Sql): Promise<void> {
    if (suppressions.length === 0) return;
    if (sql) return this.write(sql, suppressions, now);
    await this.database.transaction((own) => this.write(own, suppressions, now));
    this.changes.ring();
  }

  private async write(sql: Sql, suppressions: readonly Suppression[], now: Date): Promise<void> {
    await sql.execute(
      `INSERT INTO suppression (channel, address_hash, reason, source, created_at) VALUES ?
       ON DUPLICATE KEY UPDATE reason = CASE
         WHEN VALUES(reason) = 'erasure' THEN 'erasure'
         WHEN VALUES(reason) = 'complaint' AND reason IN ('hard_bounce', 'soft_bounce') THEN 'complaint'
         WHEN VALUES(reason) = 'hard_bounce' AND reason = 'soft_bounce' THEN 'hard_bounce'
         ELSE reason END`,
      [suppressions.map((s) => [s.channel, s.addressHash, s.reason, s.source, now])],
    );
    for (const channel of ['email', 'sms'] as const) {
      const hashes = suppressions.filter((s) => s.channel === channel).map((s) => s.addressHash);
      if (hashes.length > 0) await this.note(sql, channel, hashes);
    }
  }

  /** Takes suppressions back that were written for this reason; the transaction's owner rings. */
  async lift(
    sql: Sql,
    channel: Channel,
    hashes: readonly Buffer[],
    reason: SuppressionReason,
  ): Promise<void> {
    await sql.execute(
      'DELETE FROM suppression WHERE channel = ? AND address_hash IN (?) AND reason = ?',
      [channel, hashes, reason],
    );
    await this.note(sql, channel, hashes);
  }

  private note(sql: Sql, channel: Channel, hashes: readonly Buffer[]): Promise<void> {
    const select = `SELECT id FROM contact WHERE ${hashColumns[channel]} IN (?)`;
    return this.changes.noteSelected(sql, select, [hashes], topics.person);
  }

  async reasonOf(channel: Channel, addressHash: Buffer): Promise<SuppressionReason | undefined> {
    const [row] = await this.database.query<{ reason: SuppressionReason }>(
      'SELECT reason FROM suppression WHERE channel = ? AND address_hash = ?',
      [channel, addressHash],
    );
    return row?.reason;
  }
}

/** Addresses that are never written to again, whoever they belong to. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly repository: SuppressionRepository,
    private readonly hasher: AddressHasher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Suppresses by hash: bounces, complaints. Twice is once.
   * @param sql the transaction that it belongs to; its owner rings for the change after the commit.
   */
  suppress(suppressions: readonly Suppression[], sql?: Sql): Promise<void> {
    return this.repository.add(suppressions, this.clock.now(), sql);
  }

  /**
   * Suppresses an address as it was written down.
   * @throws DomainError with the code of the address parser.
   */
  async suppressAddress(
    channel: Channel,
    address: string,
    reason: SuppressionReason,
    source: string,
  ): Promise<void> {
    await this.suppress([{ channel, addressHash: this.hashOf(channel, address), reason, source }]);
  }

  /** Why this address is suppressed; undefined when it is not. */
  reasonOf(channel: Channel, address: string): Promise<SuppressionReason | undefined> {
    return this.repository.reasonOf(channel, this.hashOf(channel, address));
  }

  private hashOf(channel: Channel, address: string): Buffer {
    const canonical = channel === 'email' ? parseEmail(address) : parsePhone(address);
    if (canonical.ok) return this.hasher.hash(canonical.value);
    const { code, message } = canonical.error;
    throw new DomainError(code, 'invalid', message, [{ place: '/address', code, message }]);
  }
}
