import { Inject, Injectable } from '@nestjs/common';
import { ChangeRepository, topics } from '#libs/contacts';
import { Database, ENV, type Env, type Sql } from '#libs/platform';
import { BounceRepository } from '../bounces/bounce.repository.js';
import { bouncesOf } from '../bounces/refusal.js';
import { FrequencyRepository, type Verdict } from '../limits/frequency.repository.js';
import { GuardRepository } from '../guards/guard.repository.js';
import { TallyRepository } from '../guards/tally.repository.js';
import { openMailing, openMailingValues } from '../switch/open-mailing.js';
import { Tide } from '../switch/tide.js';
import {
  EndingRepository,
  type Outcome,
  type Postponement,
  type Refusal,
} from './ending.repository.js';
import { groupBy, idsOf } from './groups.js';
import type { DueDelivery } from './ledger.repository.js';
import { Tallying } from './tallying.js';

/** One commit of the ledger. */
export interface Flush {
  outcomes: readonly Outcome[];
  refusals: readonly Refusal[];
  postponements: readonly Postponement[];
  intents: readonly DueDelivery[];
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
    private readonly bounces: BounceRepository,
    private readonly frequency: FrequencyRepository,
    private readonly tide: Tide,
    private readonly tallies: TallyRepository,
    private readonly guards: GuardRepository,
    private readonly endings: EndingRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @returns the ids of those intents that hold: only these may be sent. */
  async flush(work: Flush): Promise<Set<string>> {
    const ended = endedIn(work);
    const { confirmed, troubled } = await this.commit(work, ended);
    if (ended.length > 0) this.changes.ring();
    // Before anybody goes on: what has gone too far stops here.
    if (troubled.size > 0) await this.guards.judge(troubled);
    return confirmed;
  }

  private commit(
    work: Flush,
    ended: readonly string[],
  ): Promise<{ confirmed: Set<string>; troubled: Set<string> }> {
    // REPEATABLE READ for its gap locks: a suppression that was looked for and not found cannot be
    // written until we have committed, so it is answered either before the look or after the intent.
    return this.database.transaction(async (sql) => {
      const verdicts = await this.frequency.judge(sql, work.intents);
      const tallying = new Tallying();
      if (work.outcomes.length > 0) await this.endings.outcomes(sql, work.outcomes, tallying);
      // Before the intents: whoever is suppressed now is written to no more, and nobody who waits to
      // suppress holds a gap that another one waits for.
      await this.bounces.record(sql, bouncesOf(work.outcomes));
      if (work.refusals.length > 0) await this.endings.refusals(sql, work.refusals, tallying);
      await this.endings.postponements(sql, work.postponements);
      await this.tallies.add(sql, tallying.sums);
      const confirmed = new Set<string>();
      for (const group of groupBy(work.intents, (d) => d.mailingId))
        for (const id of await this.writeIntents(sql, group, verdicts)) confirmed.add(id);
      await this.changes.noteWanted(sql, ended, topics.messages);
      return { confirmed, troubled: tallying.troubled };
    }, 'REPEATABLE READ');
  }

  /** Intents of one mailing: written only while its gate is open and nobody withdrew. */
  private async writeIntents(
    sql: Sql,
    intents: readonly DueDelivery[],
    verdicts: ReadonlyMap<string, Verdict>,
  ): Promise<string[]> {
    const { mailingId } = intents[0]!;
    const gate = await sql.query(
      `${openMailing} LOCK IN SHARE MODE`,
      openMailingValues(mailingId, this.tide),
    );
    if (gate.length === 0) return [];
    const suppressed = await this.suppressed(sql, intents);
    const withdrawn = await this.withdrawn(sql, intents, suppressed);
    await this.endings.end(sql, suppressed, 'suppressed', 'suppressed');
    await this.endings.end(sql, withdrawn, 'suppressed', 'withdrawn');

    const out = new Set(idsOf([...suppressed, ...withdrawn]));
    const reached = intents.filter(({ id }) => !out.has(id));
    for (const verdict of ['capped', 'outranked'] as const)
      await this.endings.end(
        sql,
        reached.filter(({ id }) => verdicts.get(id) === verdict),
        'skipped',
        verdict,
      );
    const willing = reached.filter(({ id }) => !verdicts.has(id));
    const confirmed: string[] = [];
    for (const group of groupBy(willing, (d) => d.token.toString('hex'))) {
      const { token } = group[0]!;
      const ids = idsOf(group);
      const { affectedRows } = await sql.execute(
        // A table that has grown lately looks small to the planner, which would read all of it.
        `UPDATE delivery FORCE INDEX (PRIMARY) SET state = 'sending', token = ?, intent_at = NOW(3),
           attempts = attempts + 1, lease_until = NOW(3) + INTERVAL ? SECOND
         WHERE id IN (?) AND state IN ('planned', 'deferred') AND due_at <= NOW(3)`,
        [token, this.env.leaseSeconds, ids],
      );
      if (affectedRows === ids.length) confirmed.push(...ids);
      else confirmed.push(...(await this.sending(sql, ids, token)));
    }
    return confirmed;
  }

  private async suppressed(sql: Sql, intents: readonly DueDelivery[]) {
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
    intents: readonly DueDelivery[],
    suppressed: readonly DueDelivery[],
  ): Promise<DueDelivery[]> {
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

  /** Those of our intents that stand, after a repeat or where somebody was faster; the lease begins anew. */
  private async sending(sql: Sql, ids: string[], token: Buffer): Promise<string[]> {
    await sql.execute(
      `UPDATE delivery FORCE INDEX (PRIMARY) SET lease_until = NOW(3) + INTERVAL ? SECOND
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
}
