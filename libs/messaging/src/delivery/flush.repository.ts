import { Inject, Injectable } from '@nestjs/common';
import { ChangeRepository, topics } from '#libs/contacts';
import { Database, ENV, type Env, type Sql } from '#libs/platform';
import type { DeliveryReason } from './delivery-state.js';
import type { ClaimedDelivery } from './ledger.repository.js';

/** The end of one attempt, as it is written down. */
export interface Outcome {
  delivery: ClaimedDelivery;
  state: 'accepted' | 'deferred' | 'failed' | 'uncertain';
  reason: DeliveryReason | null;
  /** Until a deferred delivery is due again, or the grace of an uncertain one ends. */
  delaySeconds: number;
  code: number | null;
  status: string | null;
  providerId: string | null;
}

/** A claimed delivery that cannot be made into a message. */
export interface Refusal {
  delivery: ClaimedDelivery;
  state: 'failed' | 'suppressed';
  reason: DeliveryReason;
}

/** One commit of the ledger. */
export interface Flush {
  outcomes: readonly Outcome[];
  refusals: readonly Refusal[];
  intents: readonly ClaimedDelivery[];
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** The contacts for whom it may have changed what was sent to them (delivery.sent_at). */
const endedIn = ({ outcomes, refusals }: Flush): string[] =>
  [...outcomes, ...refusals]
    .filter(({ state }) => state !== 'deferred' && state !== 'suppressed')
    .map(({ delivery }) => delivery.contactId);

/**
 * Writes outcomes and intents of one process in one transaction. It can be repeated after a
 * connection was lost in COMMIT: every change is conditional on token and state, and what counts as
 * confirmed is read back.
 */
@Injectable()
export class FlushRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @returns the ids of those intents that hold: only these may be sent. */
  async flush(work: Flush): Promise<Set<string>> {
    const ended = endedIn(work);
    const confirmed = await this.commit(work, ended);
    if (ended.length > 0) this.changes.ring();
    return confirmed;
  }

  private commit(work: Flush, ended: readonly string[]): Promise<Set<string>> {
    // REPEATABLE READ for its gap locks: a suppression that was looked for and not found cannot be
    // written until we have committed, so it is answered either before the look or after the intent.
    return this.database.transaction(async (sql) => {
      if (work.outcomes.length > 0) await this.writeOutcomes(sql, work.outcomes);
      if (work.refusals.length > 0) await this.writeRefusals(sql, work.refusals);
      const confirmed = new Set<string>();
      for (const group of groupBy(work.intents, (d) => d.mailingId))
        for (const id of await this.writeIntents(sql, group)) confirmed.add(id);
      await this.changes.note(sql, ended, topics.messages);
      return confirmed;
    }, 'REPEATABLE READ');
  }

  private async writeOutcomes(sql: Sql, outcomes: readonly Outcome[]): Promise<void> {
    // Numbers, so that rows are found by primary key: a scan by state would lock the other processes'.
    const row =
      'SELECT CAST(? AS UNSIGNED) AS id, ? AS token, ? AS state, ? AS reason, ? AS delay, ? AS code, ? AS status, ? AS provider';
    await sql.execute(
      `UPDATE delivery d FORCE INDEX (PRIMARY) JOIN (${outcomes.map(() => row).join(' UNION ALL ')}) o ON o.id = d.id
       SET d.state = o.state, d.reason = o.reason, d.reply_code = o.code, d.reply_status = o.status,
         d.provider_id = o.provider,
         d.due_at = IF(o.state IN ('deferred', 'uncertain'), NOW(3) + INTERVAL o.delay SECOND, d.due_at),
         d.finished_at = IF(o.state IN ('accepted', 'failed'), NOW(3), NULL),
         d.uncertain_at = IF(o.state = 'uncertain', COALESCE(d.uncertain_at, NOW(3)), d.uncertain_at),
         d.lease_until = NULL
       WHERE d.token = o.token AND d.state IN ('sending', 'uncertain')`,
      outcomes.flatMap((o) => [
        o.delivery.id,
        o.delivery.token,
        o.state,
        o.reason,
        o.delaySeconds,
        o.code,
        o.status,
        o.providerId,
      ]),
    );
  }

  private async writeRefusals(sql: Sql, refusals: readonly Refusal[]): Promise<void> {
    for (const group of groupBy(refusals, (r) => r.reason)) {
      const [first] = group;
      await this.leaveClaim(
        sql,
        group.map(({ delivery }) => delivery),
        `state = ?, reason = ?, finished_at = NOW(3)`,
        [first!.state, first!.reason],
      );
    }
  }

  /** Intents of one mailing: written only while its gate is open and nobody withdrew. */
  private async writeIntents(sql: Sql, intents: readonly ClaimedDelivery[]): Promise<string[]> {
    const { mailingId } = intents[0]!;
    const gate = await sql.query(
      'SELECT id FROM mailing WHERE id = ? AND open = 1 LOCK IN SHARE MODE',
      [mailingId],
    );
    if (gate.length === 0) {
      await this.leaveClaim(sql, intents, `state = 'planned'`, []);
      return [];
    }
    const suppressed = await this.suppressed(sql, intents);
    const withdrawn = await this.withdrawn(sql, intents, suppressed);
    const stopped = `state = 'suppressed', reason = ?, finished_at = NOW(3)`;
    if (suppressed.length > 0) await this.leaveClaim(sql, suppressed, stopped, ['suppressed']);
    if (withdrawn.length > 0) await this.leaveClaim(sql, withdrawn, stopped, ['withdrawn']);

    const out = new Set(idsOf([...suppressed, ...withdrawn]));
    const willing = intents.filter(({ id }) => !out.has(id));
    const confirmed: string[] = [];
    for (const group of groupBy(willing, (d) => d.token.toString('hex'))) {
      const { token } = group[0]!;
      const ids = idsOf(group);
      const { affectedRows } = await sql.execute(
        `UPDATE delivery SET state = 'sending', intent_at = NOW(3), attempts = attempts + 1,
           lease_until = NOW(3) + INTERVAL ? SECOND
         WHERE id IN (?) AND token = ? AND state = 'claimed' AND lease_until > NOW(3)`,
        [this.env.leaseSeconds, ids, token],
      );
      if (affectedRows === ids.length) confirmed.push(...ids);
      else confirmed.push(...(await this.sending(sql, ids, token)));
    }
    return confirmed;
  }

  private async suppressed(sql: Sql, intents: readonly ClaimedDelivery[]) {
    const rows = await sql.query<{ hash: Buffer }>(
      `SELECT address_hash AS hash FROM suppression
       WHERE channel = ? AND address_hash IN (?) LOCK IN SHARE MODE`,
      [intents[0]!.channel, intents.map(({ addressHash }) => addressHash)],
    );
    const hashes = new Set(rows.map(({ hash }) => hash.toString('hex')));
    return intents.filter(({ addressHash }) => hashes.has(addressHash.toString('hex')));
  }

  private async withdrawn(
    sql: Sql,
    intents: readonly ClaimedDelivery[],
    suppressed: readonly ClaimedDelivery[],
  ): Promise<ClaimedDelivery[]> {
    const { channel, purpose } = intents[0]!;
    if (purpose !== 'marketing') return [];
    const rows = await sql.query<{ id: string }>(
      `SELECT contact_id AS id FROM consent_state
       WHERE contact_id IN (?) AND channel = ? AND purpose = ? AND granted = 1 LOCK IN SHARE MODE`,
      [intents.map(({ contactId }) => contactId), channel, purpose],
    );
    const consenting = new Set(idsOf(rows));
    return intents.filter((d) => !consenting.has(d.contactId) && !suppressed.includes(d));
  }

  /** Those of our intents that stand, after a repeat or a lost lease; the lease begins anew. */
  private async sending(sql: Sql, ids: string[], token: Buffer): Promise<string[]> {
    await sql.execute(
      `UPDATE delivery SET lease_until = NOW(3) + INTERVAL ? SECOND
       WHERE id IN (?) AND token = ? AND state = 'sending'`,
      [this.env.leaseSeconds, ids, token],
    );
    return idsOf(
      await sql.query<{ id: string }>(
        `SELECT id FROM delivery WHERE id IN (?) AND token = ? AND state = 'sending'`,
        [ids, token],
      ),
    );
  }

  private async leaveClaim(
    sql: Sql,
    deliveries: readonly ClaimedDelivery[],
    assignments: string,
    values: readonly unknown[],
  ): Promise<void> {
    for (const group of groupBy(deliveries, (d) => d.token.toString('hex')))
      await sql.execute(
        `UPDATE delivery SET ${assignments}, token = NULL, lease_until = NULL
         WHERE id IN (?) AND token = ? AND state = 'claimed'`,
        [...values, idsOf(group), group[0]!.token],
      );
  }

  /** Gives claimed deliveries back, as a process does that drains. */
  release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return Promise.resolve();
    return this.leaveClaim(this.database, deliveries, `state = 'planned'`, []);
  }
}
