import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import { dimensionsOf } from './metric.js';
import { ScaleRepository } from './scale.repository.js';
import { ScoreRepository } from './score.repository.js';

/** Something that a contact did, or does not count as having done any more. */
export interface Done {
  contactId: string;
  /** event_name.id */
  nameId: number;
}

/** Keeps metrics with the events themselves, in the transaction that stores or moves these. */
@Injectable()
export class MetricKeeper {
  constructor(
    private readonly scales: ScaleRepository,
    private readonly scores: ScoreRepository,
  ) {}

  /**
   * To be called once the events are in place and summed up, the rows of their contacts being locked.
   * @returns the contacts of whom a score has changed: a change of topic `person`. Sums change with the
   * events themselves, whose topic is their name.
   */
  async follow(sql: Sql, done: readonly Done[]): Promise<Set<string>> {
    const changed = new Set<string>();
    const nameIds = [...new Set(done.map(({ nameId }) => nameId))];
    for (const scale of await this.scales.load({ nameIds }, sql)) {
      if (!dimensionsOf[scale.kind]) continue;
      const ids = done.filter(({ nameId }) => nameId === scale.nameId).map((one) => one.contactId);
      const rescored = await this.scores.rescore(sql, scale, [...new Set(ids)]);
      rescored.forEach((id) => changed.add(id));
    }
    return changed;
  }
}
