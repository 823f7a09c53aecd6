import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import type { WaitingFiring } from './firing.js';
import { FiringRepository } from './firing.repository.js';
import { endsWait, type JudgedEvent } from './judge-happening.js';
import type { Exit, Trigger } from './trigger.js';

type EventRow = Omit<JudgedEvent, 'properties'> & {
  firingId: string;
  eventId: string;
  properties: JudgedEvent['properties'] | null;
};

/** What may have ended firings while they waited. */
@Injectable()
export class ExitRepository {
  constructor(private readonly firings: FiringRepository) {}

  /** Those that the exit ended, by id, each with what did. */
  async ended(
    sql: Sql,
    { exit }: Trigger,
    rule: Statement | null,
    firings: readonly WaitingFiring[],
    timeZone: string,
  ): Promise<Map<string, unknown>> {
    const ended = new Map<string, unknown>();
    if (!exit) return ended;
    if (exit.event !== null) {
      for (const { firingId, eventId } of await this.since(
        sql,
        exit,
        exit.event,
        firings,
        timeZone,
      ))
        ended.set(firingId, { event: exit.event, eventId });
    }
    if (rule) {
      const ids = firings.map(({ contactId }) => contactId);
      const inside = await this.firings.selected(sql, rule, ids);
      for (const { id, contactId } of firings) if (inside.has(contactId)) ended.set(id, 'rule');
    }
    return ended;
  }

  /** Events of a name that happened after what is fired for. */
  private async since(
    sql: Sql,
    exit: Exit,
    name: string,
    firings: readonly WaitingFiring[],
    timeZone: string,
  ): Promise<EventRow[]> {
    const rows = await sql.query<EventRow>(
      `SELECT f.id AS firingId, e.id AS eventId, e.occurred_at AS happenedAt, e.value, e.currency,
         e.comparable AS properties
       FROM firing f JOIN event_name n ON n.name = ?
       JOIN event e ON e.contact_id = f.contact_id AND e.name_id = n.id
         AND e.occurred_at > f.happened_at
       WHERE f.id IN (?) ORDER BY e.occurred_at`,
      [name, firings.map(({ id }) => id)],
    );
    return rows.filter(({ properties, ...event }) =>
      endsWait(exit, { ...event, properties: properties ?? {} }, timeZone),
    );
  }

  /** Firings of a segment's signal after which the opposite one has come. */
  async undone(
    sql: Sql,
    trigger: Trigger,
    firings: readonly WaitingFiring[],
  ): Promise<ReadonlySet<string>> {
    if (trigger.on !== 'entered' && trigger.on !== 'left') return new Set();
    const rows = await sql.query<{ id: string }>(
      `SELECT f.id FROM firing f
       WHERE f.id IN (?) AND (SELECT s.kind FROM segment_signal s
         WHERE s.contact_id = f.contact_id AND s.segment_id = ? AND s.id >= f.cause_ref
         ORDER BY s.id DESC LIMIT 1) <> ?`,
      [firings.map(({ id }) => id), trigger.segmentId, trigger.on],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
